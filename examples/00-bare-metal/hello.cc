// A first program in C++: the standard library's containers on a machine whose pointers are
// capabilities, and one mistake, which that machine explains.
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace {

/// Counts each word of a text.
std::map<std::string, int> words_count(const std::string &text)
{
    std::map<std::string, int> counts;
    std::string word;
    for (const char character : text + " ") {
        if (character != ' ') {
            word += character;
        } else if (!word.empty()) {
            counts[word]++;
            word.clear();
        }
    }
    return counts;
}

/// The mistake: the last of `count` values has the index `count` - 1.
[[gnu::noinline]] int total(const int *values, int count)
{
    int sum = 0;
    for (int i = 0; i <= count; i++) {
        sum += values[i];
    }
    return sum;
}

} // namespace

int main()
{
    std::printf("Hello, capabilities.\n");
    int lengths[4] = {};
    int used = 0;
    for (const auto &[word, count] : words_count("the quick fox the lazy dog the end")) {
        std::printf("%s: %d\n", word.c_str(), count);
        if (used < 4) {
            lengths[used++] = static_cast<int>(word.size());
        }
    }
    std::printf("total %d\n", total(lengths, used));
    return 0;
}
