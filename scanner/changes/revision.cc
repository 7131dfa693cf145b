#include "scanner/changes/revision.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "scanner/core/ascii.h"
#include "scanner/core/hex_digits.h"

namespace patrol {
namespace {

constexpr std::size_t kLeastDigits = 4;

// No history is so long.
constexpr std::size_t kMostSteps = 1'000'000'000;

Error no_commit(std::string_view text, const std::string& why) {
  return Error{std::string(text) + ": " + why};
}

Error not_understood() { return Error{"it is not understood"}; }

// The number that `rest` begins with, and takes it; 1 if there is none.
std::optional<std::size_t> take_number(std::string_view& rest) {
  if (rest.empty() || !is_digit(rest[0])) return 1;
  std::size_t number = 0;
  for (; !rest.empty() && is_digit(rest[0]); rest.remove_prefix(1)) {
    number = 10 * number + static_cast<std::size_t>(rest[0] - '0');
    if (number > kMostSteps) return std::nullopt;
  }
  return number;
}

// "^{commit}", "^{}", and takes it: what was found is a commit already.
bool take_commit_type(std::string_view& rest) {
  for (std::string_view type : {"^{commit}", "^{}"}) {
    if (!rest.starts_with(type)) continue;
    rest.remove_prefix(type.size());
    return true;
  }
  return false;
}

// What stands before the next blank, and takes it.
std::string_view take_word(std::string_view& rest) {
  constexpr std::string_view kBlanks = " \t\n\r";
  rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
  const std::string_view word = rest.substr(0, rest.find_first_of(kBlanks));
  rest.remove_prefix(word.size());
  return word;
}

}  // namespace

IdsWith ids_in(const ObjectTable& objects, HashKind hash) {
  return [&objects, hash](std::string_view digits) {
    std::vector<ObjectId> found;
    const auto least = ObjectId::least_with(digits, hash);
    for (ObjectNumber i = objects.lower_bound(least);
         i < objects.size() && objects.id(i).hex(hash).starts_with(digits);
         ++i) {
      found.push_back(objects.id(i));
    }
    return found;
  };
}

Result<ObjectId> RevisionReader::commit(std::string_view text) const {
  const std::size_t end = std::min(text.find_first_of("~^"), text.size());
  const auto named = find(text.substr(0, end));
  if (!named) return no_commit(text, named.error().message);
  const auto first = commits_.commit_of(*named);
  if (!first) return no_commit(text, first.error().message);
  auto last = ancestor(*first, text.substr(end));
  if (!last) return no_commit(text, last.error().message);
  return last;
}

Result<RevisionRange> RevisionReader::range(std::string_view text) const {
  RevisionRange range;
  std::string_view rest = text;
  while (true) {
    const std::string_view word = take_word(rest);
    if (word.empty()) break;
    if (auto added = add_term(word, range); !added) return added.error();
  }
  if (range.wanted.empty())
    return no_commit(text, "it names no commit to scan");
  return range;
}

// One word: A, ^A, A..B or A...B.
Result<void> RevisionReader::add_term(std::string_view term,
                                      RevisionRange& range) const {
  const std::size_t dots = term.find("..");
  if (dots == term.npos) {
    const bool is_unwanted = term.starts_with('^');
    const auto one = commit(is_unwanted ? term.substr(1) : term);
    if (!one) return one.error();
    (is_unwanted ? range.unwanted : range.wanted).push_back(*one);
    return {};
  }
  if (term == "..") return no_commit(term, not_understood().message);
  const bool is_symmetric = term.substr(dots).starts_with("...");
  const std::string_view left = term.substr(0, dots);
  const std::string_view right = term.substr(dots + (is_symmetric ? 3 : 2));
  const auto from = commit(left.empty() ? "HEAD" : left);
  if (!from) return from.error();
  const auto to = commit(right.empty() ? "HEAD" : right);
  if (!to) return to.error();
  range.wanted.push_back(*to);
  (is_symmetric ? range.wanted : range.unwanted).push_back(*from);
  if (is_symmetric) range.symmetric.emplace_back(*from, *to);
  return {};
}

// What a name without steps stands for, perhaps a tag.
Result<ObjectId> RevisionReader::find(std::string_view name) const {
  if (name == "@") name = "HEAD";
  if (const auto id = ObjectId::from_hex(name, hash_)) {
    if (ids_with_(lowered(name)).empty()) {
      return Error{"there is no such object"};
    }
    return *id;
  }
  if (const ObjectId* id = find_ref(name)) return *id;
  const bool is_syntax = name.empty() || name.starts_with('-') ||
                         name.find("@{") != name.npos ||
                         name.find(':') != name.npos;
  if (is_syntax) return not_understood();
  if (name == "HEAD") return Error{"it has no commit yet"};
  return find_abbreviated(name);
}

const ObjectId* RevisionReader::find_ref(std::string_view name) const {
  constexpr std::pair<std::string_view, std::string_view> kAround[] = {
      {"", ""},
      {"refs/", ""},
      {"refs/tags/", ""},
      {"refs/heads/", ""},
      {"refs/remotes/", ""},
      {"refs/remotes/", "/HEAD"},
  };
  for (const auto& [before, after] : kAround) {
    std::string full(before);
    full += name;
    full += after;
    if (const ObjectId* id = refs_.find(full)) return id;
  }
  return nullptr;
}

// As git does for commits: of several objects whose ids begin so, one that is
// the only commit is meant.
Result<ObjectId> RevisionReader::find_abbreviated(
    std::string_view digits) const {
  const std::size_t all = 2 * id_size(hash_);
  if (digits.size() < kLeastDigits || digits.size() > all || !all_hex(digits)) {
    return Error{"there is no such reference or object"};
  }
  std::vector<ObjectId> found = ids_with_(lowered(digits));
  if (found.empty()) return Error{"there is no such reference or object"};
  if (found.size() > 1) {
    std::erase_if(
        found, [this](const ObjectId& id) { return !commits_.commit_of(id); });
  }
  if (found.size() != 1) return Error{"it begins the ids of several objects"};
  return found.front();
}

// `steps`: "~3^2^{commit}~", from left to right.
Result<ObjectId> RevisionReader::ancestor(ObjectId commit,
                                          std::string_view steps) const {
  while (!steps.empty()) {
    if (take_commit_type(steps)) continue;
    const char kind = steps[0];
    steps.remove_prefix(1);
    if ((kind != '~' && kind != '^') || steps.starts_with('{')) {
      return not_understood();
    }
    const auto number = take_number(steps);
    if (!number) return not_understood();
    const std::size_t times =
        kind == '~' ? *number : std::min<std::size_t>(*number, 1);
    for (std::size_t i = 0; i < times; ++i) {
      const auto next = parent(commit, kind == '~' ? 1 : *number);
      if (!next) return next.error();
      commit = *next;
    }
  }
  return commit;
}

// Its parents are numbered from 1.
Result<ObjectId> RevisionReader::parent(const ObjectId& commit,
                                        std::size_t number) const {
  const auto parents = commits_.parents_of(commit);
  if (!parents) return parents.error();
  if (number > parents->size()) return Error{"there is no such ancestor"};
  return (*parents)[number - 1];
}

}  // namespace patrol
