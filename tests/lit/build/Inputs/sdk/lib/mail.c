#include <mail.h>
int mail_send(int letter) { return letter; }
