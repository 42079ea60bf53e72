#pragma once
__attribute__((cheri_compartment("mail"))) int mail_send(int letter);
