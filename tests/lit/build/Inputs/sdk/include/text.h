#pragma once
__attribute__((cheri_libcall)) int text_is_empty(const char *text);
