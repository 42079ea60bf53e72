// JSON Patch for boards: RFC 6902's add, remove and replace, with errors that say where.
#include "machine/board/board_json.h"

#include "base/text.h"

namespace griotte::machine {

namespace {

/// "a/b" of the pointer token "a~1b" (RFC 6901, section 4).
std::string token_unescape(std::string_view token)
{
    std::string result;
    for (size_t at = 0; at < token.size(); at++) {
        const bool isEscape = token[at] == '~' && at + 1 < token.size() &&
                              (token[at + 1] == '0' || token[at + 1] == '1');
        result += isEscape ? (token[at + 1] == '1' ? '/' : '~') : token[at];
        at += isEscape ? 1 : 0;
    }
    return result;
}

Result<std::vector<std::string>> pointer_split(const std::string &pointer, std::string_view where)
{
    if (!pointer.starts_with('/') || pointer.size() < 2) {
        return fail("{}: the path '{}' does not begin with '/' and a key", where, pointer);
    }
    std::vector<std::string> tokens;
    for (size_t start = 1; start <= pointer.size();) {
        const size_t end = std::min(pointer.find('/', start), pointer.size());
        tokens.push_back(token_unescape(std::string_view(pointer).substr(start, end - start)));
        start = end + 1;
    }
    return tokens;
}

std::string hint_for(const Json &object, const std::string &key)
{
    std::vector<std::string> keys;
    for (const auto &[name, value] : object.items()) {
        keys.push_back(name);
    }
    return spelling_hint(key, keys);
}

/// One operation on one board.
class Operation
{
public:
    static Result<Operation> read(const Json &json, std::string where)
    {
        if (!json.is_object() || !json.contains("op") || !json["op"].is_string() ||
            !json.contains("path") || !json["path"].is_string())
        {
            return fail("{}: needs 'op' and 'path', strings", where);
        }
        Operation operation(json, std::move(where));
        if (operation.kind != "add" && operation.kind != "remove" && operation.kind != "replace") {
            return fail("{}: 'op' is \"add\", \"remove\" or \"replace\", not \"{}\"",
                        operation.where, operation.kind);
        }
        if (operation.kind != "remove" && !json.contains("value")) {
            return fail("{}: \"{}\" needs 'value'", operation.where, operation.kind);
        }
        operation.path = TRY(pointer_split(json["path"].get<std::string>(), operation.where));
        return operation;
    }

    Result<void> apply(Json &board) const
    {
        Json *parent = &board;
        for (size_t index = 0; index + 1 < path.size(); index++) {
            parent = TRY(child_at(*parent, path[index]));
        }
        if (parent->is_object()) {
            return object_change(*parent, path.back());
        }
        if (parent->is_array()) {
            return array_change(*parent, path.back());
        }
        return fail("{}: '{}' lies in a value that is neither object nor array", where,
                    path.back());
    }

private:
    Operation(const Json &json, std::string theWhere)
        : kind(json["op"].get<std::string>()), value(json.value("value", Json())),
          where(std::move(theWhere))
    {}

    [[nodiscard]] Result<size_t> index_at(const Json &array, const std::string &token,
                                          size_t limit) const
    {
        const auto index = number_parse(token);
        if (!index.has_value() || *index >= limit) {
            return fail("{}: there is no element '{}' in an array of {}", where, token,
                        array.size());
        }
        return static_cast<size_t>(*index);
    }

    Result<Json *> child_at(Json &parent, const std::string &token) const
    {
        if (parent.is_array()) {
            return &parent[TRY(index_at(parent, token, parent.size()))];
        }
        if (!parent.is_object() || !parent.contains(token)) {
            return fail("{}: there is no '{}'{}", where, token,
                        parent.is_object() ? hint_for(parent, token) : "");
        }
        return &parent[token];
    }

    Result<void> object_change(Json &object, const std::string &key) const
    {
        if (kind != "remove") {
            object[key] = value;
        } else if (object.erase(key) == 0) {
            return fail("{}: there is no '{}' to remove{}", where, key, hint_for(object, key));
        }
        return {};
    }

    Result<void> array_change(Json &array, const std::string &token) const
    {
        if (kind == "add" && token == "-") {
            array.push_back(value);
            return {};
        }
        const size_t limit = array.size() + (kind == "add" ? 1 : 0);
        const auto index = static_cast<Json::difference_type>(TRY(index_at(array, token, limit)));
        if (kind == "add") {
            array.insert(array.begin() + index, value);
        } else if (kind == "remove") {
            array.erase(array.begin() + index);
        } else {
            array[static_cast<size_t>(index)] = value;
        }
        return {};
    }

    std::string kind;
    Json value;
    std::string where;
    std::vector<std::string> path;
};

} // namespace

Result<Json> board_patch_apply(Json board, const Json &patch, std::string_view name)
{
    if (!patch.is_array()) {
        return fail("{}: a patch or mixin is an array of JSON Patch operations", name);
    }
    for (size_t index = 0; index < patch.size(); index++) {
        const auto operation =
            TRY(Operation::read(patch[index], fmt::format("{}: operation {}", name, index)));
        TRY_VOID(operation.apply(board));
    }
    return board;
}

} // namespace griotte::machine
