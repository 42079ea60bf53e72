// Values to and from text.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "toolchain/audit/policy/value.h"

namespace griotte::audit {

namespace {

using Json = nlohmann::json;

void string_write(const std::string &text, std::string &out)
{
    constexpr char Digits[] = "0123456789abcdef";
    out += '"';
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        switch (character) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\r':
            out += "\\r";
            break;
        default:
            if (byte < 0x20 || byte == 0x7f) {
                out += "\\u00";
                out += Digits[byte >> 4];
                out += Digits[byte & 15];
            } else {
                out += character;
            }
        }
    }
    out += '"';
}

/// Writes values; `isJson` as JSON, otherwise as a policy would.
class Writer
{
public:
    explicit Writer(bool writesJson) : isJson(writesJson) {}

    void write(const Value &value)
    {
        switch (value.kind()) {
        case Value::Kind::Null:
            out += "null";
            return;
        case Value::Kind::Boolean:
            out += value.as_boolean() ? "true" : "false";
            return;
        case Value::Kind::Number:
            out += value.as_number().to_string();
            return;
        case Value::Kind::String:
            string_write(value.as_string(), out);
            return;
        case Value::Kind::Array:
            items_write(value, "[", "]");
            return;
        case Value::Kind::Set:
            if (isJson) {
                items_write(value, "[", "]");
            } else if (value.size() == 0) {
                out += "set()";
            } else {
                items_write(value, "{", "}");
            }
            return;
        case Value::Kind::Object:
            object_write(value);
            return;
        }
    }

    std::string out;

private:
    void items_write(const Value &value, const char *open, const char *close)
    {
        out += open;
        for (const Value &item : value.items()) {
            out += &item == value.items().data() ? "" : separator();
            write(item);
        }
        out += close;
    }

    void object_write(const Value &value)
    {
        out += '{';
        for (const auto &[key, item] : value.members()) {
            out += &key == &value.members().front().first ? "" : separator();
            if (isJson && !key.is(Value::Kind::String)) {
                string_write(value_to_json(key), out);
            } else {
                write(key);
            }
            out += isJson ? ":" : ": ";
            write(item);
        }
        out += '}';
    }

    [[nodiscard]] const char *separator() const { return isJson ? "," : ", "; }

    bool isJson;
};

/// Puts values together from the events of the library's parser, which is not recursive.
class Builder : public nlohmann::json_sax<Json>
{
public:
    bool null() override { return add(Value()); }
    bool boolean(bool truth) override { return add(Value::boolean(truth)); }
    bool number_integer(number_integer_t integer) override { return add(Value::number(integer)); }
    bool number_unsigned(number_unsigned_t integer) override
    {
        return add(integer <= static_cast<uint64_t>(INT64_MAX)
                       ? Value::number(static_cast<int64_t>(integer))
                       : Value::number(Number(static_cast<double>(integer))));
    }
    bool number_float(number_float_t real, const string_t & /*text*/) override
    {
        return add(Value::number(Number(real)));
    }
    bool string(string_t &text) override { return add(Value::string(std::move(text))); }
    bool binary(binary_t & /*bytes*/) override { return false; }
    bool start_object(std::size_t /*size*/) override { return open(true); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*size*/) override { return open(false); }
    bool end_array() override { return close(); }
    bool key(string_t &text) override
    {
        stack.back().key = Value::string(std::move(text));
        return true;
    }
    bool parse_error(std::size_t position, const std::string & /*token*/,
                     const Json::exception &exception) override
    {
        errorPosition = position;
        error = exception.what();
        return false;
    }

    Value result;
    std::string error;
    size_t errorPosition = 0;

private:
    struct Level
    {
        bool isObject = false;
        Value key;
        std::vector<Value> items;
        std::vector<Value::Member> members;
    };

    bool add(Value value)
    {
        if (stack.empty()) {
            result = std::move(value);
        } else if (stack.back().isObject) {
            stack.back().members.emplace_back(std::move(stack.back().key), std::move(value));
        } else {
            stack.back().items.push_back(std::move(value));
        }
        return true;
    }

    bool open(bool isObject)
    {
        stack.push_back({.isObject = isObject, .key = {}, .items = {}, .members = {}});
        if (stack.size() > ValueDepthLimit) {
            error = fmt::format("nested more than {} deep", ValueDepthLimit);
            return false;
        }
        return true;
    }

    bool close()
    {
        Level level = std::move(stack.back());
        stack.pop_back();
        return add(level.isObject ? Value::object(std::move(level.members))
                                  : Value::array(std::move(level.items)));
    }

    std::vector<Level> stack;
};

/// The library's reason without its own idea of the place.
std::string reason_of(const std::string &message)
{
    const size_t start = message.find(": ");
    return start == std::string::npos ? message : message.substr(start + 2);
}

} // namespace

std::string value_to_json(const Value &value)
{
    Writer writer(true);
    writer.write(value);
    return std::move(writer.out);
}

std::string value_to_text(const Value &value)
{
    Writer writer(false);
    writer.write(value);
    return std::move(writer.out);
}

std::string value_to_message(const Value &value, size_t limit)
{
    // Anything heavy is not worth writing out only to cut it.
    if (value.weight() > 4096) {
        return fmt::format("{} of {} elements",
                           value.is(Value::Kind::Object) || value.is(Value::Kind::Array)
                               ? fmt::format("an {}", to_string(value.kind()))
                               : fmt::format("a {}", to_string(value.kind())),
                           value.size());
    }
    std::string text = value_to_text(value);
    if (text.size() <= limit) {
        return text;
    }
    return text.substr(0, limit * 2 / 3) + " ... " + text.substr(text.size() - limit / 3);
}

Result<Value> value_from_json(std::string_view json, std::string_view name)
{
    Builder builder;
    if (Json::sax_parse(json, &builder)) {
        return std::move(builder.result);
    }
    // It counts what was read, the character it fell over included.
    const size_t position = builder.errorPosition == 0 ? 0 : builder.errorPosition - 1;
    const std::string_view before = json.substr(0, std::min(position, json.size()));
    const size_t lineStart = before.rfind('\n') + 1; // npos + 1 is 0
    if (builder.errorPosition == 0) {
        return fail("{}: {}", name, builder.error);
    }
    return fail("{}:{}:{}: {}", name, std::ranges::count(before, '\n') + 1,
                before.size() - lineStart + 1, reason_of(builder.error));
}

} // namespace griotte::audit
