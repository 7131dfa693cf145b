#include "scanner/detect/allowlists.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

// A kind of thing that a list may name: does it, and does one of them hold?
struct Kind {
  bool is_named;
  bool holds;
};

// OR: one that is named holds. AND: none that is named fails.
bool hold(bool needs_all, std::initializer_list<Kind> kinds) {
  return needs_all ? std::ranges::all_of(kinds,
                                         [](const Kind& kind) {
                                           return !kind.is_named || kind.holds;
                                         })
                   : std::ranges::any_of(kinds, [](const Kind& kind) {
                       return kind.is_named && kind.holds;
                     });
}

bool holds_word(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  return std::search(text.begin(), text.end(), word.begin(), word.end(),
                     same) != text.end();
}

bool is_same_id(std::string_view a, std::string_view b) {
  return a.size() == b.size() && holds_word(a, b);
}

std::string_view target_of(const MatchedText& text, Allowlist::Target target) {
  if (target == Allowlist::Target::kMatch) return text.match;
  return target == Allowlist::Target::kLine ? text.lines : text.secret;
}

Result<RegexList> compiled(const std::vector<std::string>& regexes,
                           std::string_view kind) {
  auto made = RegexList::make(regexes);
  if (made) return made;
  return Error{"allowlist: " + std::string(kind) + ": " + made.error().message};
}

}  // namespace

std::string_view lines_around(std::string_view text, const Span& span) {
  const std::size_t before = text.substr(0, span.begin).rfind('\n');
  const std::uint64_t begin = before == text.npos ? 0 : before + 1;
  // A match that ends with its line's end does not reach the next one.
  const std::uint64_t last = std::max(span.begin, span.end - (span.size() > 0));
  return text.substr(begin,
                     std::min(text.find('\n', last), text.size()) - begin);
}

bool Allowlists::List::text_holds(const MatchedText& text) const {
  const auto is_in_secret = [&](const std::string& word) {
    return holds_word(text.secret, word);
  };
  return hold(
      written.needs_all,
      {{!regexes.empty(), regexes.matches(target_of(text, written.target))},
       {!written.stopwords.empty(),
        std::ranges::any_of(written.stopwords, is_in_secret)}});
}

bool Allowlists::List::place_holds(std::string_view path,
                                   std::string_view commit) const {
  const auto is_commit = [&](const std::string& id) {
    return is_same_id(id, commit);
  };
  return hold(written.needs_all,
              {{!paths.empty(), paths.matches(path)},
               {!written.commits.empty(),
                std::ranges::any_of(written.commits, is_commit)}});
}

Result<Allowlists> Allowlists::make(const std::vector<Allowlist>& lists,
                                    const RuleSet& rules) {
  Allowlists made;
  made.of_rule_.resize(rules.size());
  for (const Allowlist& list : lists) {
    auto paths = compiled(list.paths, "paths");
    if (!paths) return paths.error();
    auto regexes = compiled(list.regexes, "regexes");
    if (!regexes) return regexes.error();
    const auto index = static_cast<std::uint32_t>(made.lists_.size());
    for (const std::string& id : list.rules) {
      const auto rule = rules.find(id);
      if (rule) made.of_rule_[static_cast<std::size_t>(*rule)].push_back(index);
    }
    if (list.rules.empty()) {
      for (auto& of_rule : made.of_rule_) of_rule.push_back(index);
    }
    made.lists_.push_back({list, *std::move(paths), *std::move(regexes)});
  }
  return made;
}

std::vector<std::uint32_t> Allowlists::allowing(RuleIndex rule,
                                                const MatchedText& text) const {
  std::vector<std::uint32_t> holding;
  for (std::uint32_t index : of_rule_[static_cast<std::size_t>(rule)]) {
    if (lists_[index].text_holds(text)) holding.push_back(index);
  }
  return holding;
}

bool Allowlists::allows(const Detection& detection, std::string_view path,
                        std::string_view commit) const {
  const auto holds = [&](std::uint32_t index) {
    const bool text_holds = std::ranges::find(detection.allowed_by, index) !=
                            detection.allowed_by.end();
    const bool place_holds = lists_[index].place_holds(path, commit);
    return lists_[index].written.needs_all ? text_holds && place_holds
                                           : text_holds || place_holds;
  };
  return std::ranges::any_of(of_rule_[static_cast<std::size_t>(detection.rule)],
                             holds);
}

}  // namespace patrol
