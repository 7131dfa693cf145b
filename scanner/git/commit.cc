#include "scanner/git/commit.h"

#include <algorithm>
#include <utility>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999

// The fields of an object, one after another.
class Fields {
 public:
  explicit Fields(std::string_view bytes) : bytes_(bytes) {}

  // The rest of the next line if it begins with `key` and a space; then it is
  // passed.
  std::optional<std::string_view> take(std::string_view key) {
    const std::string_view line = next_line();
    if (!line.starts_with(key) || !line.substr(key.size()).starts_with(' ')) {
      return std::nullopt;
    }
    pass(line);
    return line.substr(key.size() + 1);
  }

  // Of the first field of that name before the message, wherever it stands;
  // the lines before it stay. Empty: there is none.
  std::string_view find(std::string_view key) const {
    Fields ahead = *this;
    while (!ahead.at_message()) {
      if (const auto value = ahead.take(key)) return *value;
      ahead.pass(ahead.next_line());
    }
    return bytes_.substr(bytes_.size());
  }

  // Offset of what follows the first empty line.
  std::uint64_t message() const {
    Fields ahead = *this;
    while (!ahead.at_message()) ahead.pass(ahead.next_line());
    return std::min(ahead.at_ + 1, bytes_.size());
  }

 private:
  bool at_message() const {
    return at_ >= bytes_.size() || bytes_[at_] == '\n';
  }
  std::string_view next_line() const {
    const std::string_view rest = bytes_.substr(at_);
    return rest.substr(0, rest.find('\n'));
  }
  void pass(std::string_view line) {
    at_ = std::min(at_ + line.size() + 1, bytes_.size());
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<std::int64_t> seconds_of(std::string_view text) {
  text = without_blanks(text);
  std::int64_t seconds = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && is_digit(text[digits]); ++digits) {
    seconds = seconds * 10 + (text[digits] - '0');
    if (seconds > kLastSecond) return std::nullopt;
  }
  if (digits == 0) return std::nullopt;
  return seconds;
}

// The name goes up to the first '<', the address up to the '>' after it, and
// the date begins after the last '>': git reads lines with too many so.
Identity identity_of(std::string_view bytes, std::string_view line) {
  Identity identity;
  const std::size_t open = line.find('<');
  const std::size_t close = line.find('>', open == line.npos ? 0 : open);
  const std::size_t last = line.rfind('>');
  identity.name = without_blanks(line.substr(0, std::min(open, close)));
  if (open != line.npos) {
    identity.email = without_blanks(line.substr(open + 1, close - open - 1));
  }
  const std::size_t size = last == line.npos ? line.size() : last + 1;
  if (last != line.npos) identity.seconds = seconds_of(line.substr(size));
  const auto begin = static_cast<std::uint64_t>(line.data() - bytes.data());
  identity.text = {begin, begin + size};
  return identity;
}

std::optional<ObjectKind> kind_of(std::string_view name) {
  if (name == "commit") return ObjectKind::kCommit;
  if (name == "tree") return ObjectKind::kTree;
  if (name == "blob") return ObjectKind::kBlob;
  if (name == "tag") return ObjectKind::kTag;
  return std::nullopt;
}

std::optional<ObjectId> take_id(Fields& fields, std::string_view key,
                                HashKind hash) {
  const auto value = fields.take(key);
  return value ? ObjectId::from_hex(*value, hash) : std::nullopt;
}

}  // namespace

Result<Commit> parse_commit(std::string_view bytes, HashKind hash) {
  Fields fields(bytes);
  Commit commit;
  const auto tree = take_id(fields, "tree", hash);
  if (!tree) return Error{"the commit names no tree"};
  commit.tree = *tree;
  while (const auto value = fields.take("parent")) {
    const auto parent = ObjectId::from_hex(*value, hash);
    if (!parent) return Error{"a parent of the commit has no id"};
    commit.parents.push_back(*parent);
  }
  commit.author = identity_of(bytes, fields.find("author"));
  commit.committer = identity_of(bytes, fields.find("committer"));
  commit.message = fields.message();
  return commit;
}

Result<Tag> parse_tag(std::string_view bytes, HashKind hash) {
  Fields fields(bytes);
  Tag tag;
  const auto object = take_id(fields, "object", hash);
  if (!object) return Error{"the tag names no object"};
  const auto kind = kind_of(fields.take("type").value_or(""));
  if (!kind) return Error{"the tag does not say what it names"};
  tag.object = *object;
  tag.kind = *kind;
  tag.name = fields.find("tag");
  tag.tagger = identity_of(bytes, fields.find("tagger"));
  tag.message = fields.message();
  return tag;
}

}  // namespace patrol
