// The C++ library on our run-time, and on the host's: both must print the same.
#include <algorithm>
#include <any>
#include <array>
#include <atomic>
#include <bitset>
#include <charconv>
#include <chrono>
#include <deque>
#include <expected>
#include <format>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <queue>
#include <ranges>
#include <set>
#include <span>
#include <stdio.h>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>

namespace {

struct Shape
{
    virtual ~Shape() = default;
    virtual int area() const = 0;
};
struct Square : Shape
{
    explicit Square(int theSide) : side(theSide) {}
    int area() const override { return side * side; }
    int side;
};

std::expected<int, std::string> number_read(std::string_view text)
{
    int value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::unexpected("not a number: " + std::string(text));
    }
    return value;
}

void containers()
{
    std::vector<std::string> words = {"tag", "bounds", "capability", "seal",
                                      "a longer string than fits"};
    words.emplace_back("sentry");
    std::ranges::sort(words);
    for (const std::string &word : words) {
        printf("%s ", word.c_str());
    }
    std::map<std::string, int> ages = {{"one", 1}, {"three", 3}};
    ages["two"] = 2;
    for (const auto &[name, age] : ages) {
        printf("%s=%d ", name.c_str(), age);
    }
    std::unordered_map<int, std::string> names;
    for (int i = 0; i < 100; i++) {
        names[i * 7] = std::to_string(i);
    }
    printf("%s %u\n", names.at(77).c_str(), unsigned(names.size()));
    std::deque<int> queue = {3, 1, 2};
    queue.push_front(0);
    std::list<int> list(queue.begin(), queue.end());
    list.sort();
    std::set<int> set(list.begin(), list.end());
    std::priority_queue<int> heap(queue.begin(), queue.end());
    std::bitset<40> bits(0x5a5a);
    printf("%d %d %d %u\n", list.front(), *set.rbegin(), heap.top(), unsigned(bits.count()));
}

void vocabulary()
{
    std::optional<int> nothing;
    std::variant<int, std::string> either = "text";
    std::function<int(int)> twice = [](int x) { return 2 * x; };
    auto shape = std::make_unique<Square>(4);
    std::shared_ptr<Shape> shared = std::make_shared<Square>(5);
    std::weak_ptr<Shape> weak = shared;
    std::any any = 7;
    printf("%d %s %d %d %d %d\n", nothing.value_or(-1), std::get<std::string>(either).c_str(),
           twice(21), shape->area(), shared->area(), int(weak.use_count()));
    for (const char *text : {"42", "4x", "99999999999"}) {
        auto result = number_read(text);
        printf("%s\n", result ? std::to_string(*result).c_str() : result.error().c_str());
    }
    std::atomic<uint64_t> counter = 5;
    counter += 10;
    std::array numbers = {1, 2, 3};
    std::span<const int> span = numbers;
    using namespace std::chrono;
    auto time = duration_cast<milliseconds>(minutes(2) + seconds(3));
    printf("%u %d %d\n", unsigned(counter.load()), span[1], int(time.count()));
}

void text()
{
    auto evens = std::views::iota(1, 20) | std::views::filter([](int x) { return x % 2 == 0; }) |
                 std::views::transform([](int x) { return x * x; });
    printf("%d\n", std::accumulate(evens.begin(), evens.end(), 0));
    printf("%s\n",
           std::format("{:>8}|{:<6}|{:^7}|{:#x}|{:+d}|{}", "right", "left", "mid", 255, 7, true)
               .c_str());
    printf("%s\n",
           std::format("{} {:.3f} {:e} {} {:g}", 0.1, 3.14159, 12345.678, 1e300, 1e-5).c_str());
    std::string text(100, 'x');
    text.replace(10, 80, "short").append(text).insert(3, "yy");
    printf("%s %u\n", text.c_str(), unsigned(text.find("xsh")));
    char buffer[64];
    auto end = std::to_chars(buffer, buffer + sizeof(buffer), 0.3f).ptr;
    *end = '\0';
    printf("%s %d\n", buffer, std::stoi("123"));
}

/// Shortest and precise digits of random numbers, in every format.
void digits()
{
    uint64_t state = 0x2545f4914f6cdd1d;
    uint32_t checksum = 0;
    for (int i = 0; i < 600; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        auto value = __builtin_bit_cast(double, state);
        if (value != value) {
            continue;
        }
        value = i % 3 == 0 ? value : static_cast<double>(state % 10'000'000) / (i % 97 + 1);
        char buffer[1200];
        char *end = buffer;
        using enum std::chars_format;
        end = std::to_chars(end, buffer + sizeof(buffer), value).ptr;
        end = std::to_chars(end, buffer + sizeof(buffer), value, hex).ptr;
        end = std::to_chars(end, buffer + sizeof(buffer), value, general).ptr;
        end = std::to_chars(end, buffer + sizeof(buffer), value, fixed).ptr;
        end = std::to_chars(end, buffer + sizeof(buffer), value, scientific, i % 30).ptr;
        end = std::to_chars(end, buffer + sizeof(buffer), static_cast<float>(value)).ptr;
        for (const char *at = buffer; at != end; at++) {
            checksum = checksum * 31 + static_cast<unsigned char>(*at);
        }
        if (i % 40 == 0) {
            *end = '\0';
            printf("%s %08x\n", buffer, unsigned(checksum));
        }
    }
}

} // namespace

int main()
{
    containers();
    vocabulary();
    text();
    digits();
    return 0;
}
