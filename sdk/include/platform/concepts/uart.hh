// What a platform-uart.hh must have: a type `Uart` for the device `uart`.
#ifndef PLATFORM_CONCEPTS_UART_HH
#define PLATFORM_CONCEPTS_UART_HH

#include <concepts>
#include <stdint.h>

template <typename T>
concept IsUart = requires(volatile T *v, uint8_t byte) {
    { v->init() };
    { v->can_write() } -> std::same_as<bool>;
    { v->can_read() } -> std::same_as<bool>;
    { v->blocking_read() } -> std::same_as<uint8_t>;
    { v->blocking_write(byte) };
};

#endif
