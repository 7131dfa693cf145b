// Is this one of those that a configuration says are no secrets
// (rules/allowlist.h)? The answer comes in two halves, since nobody knows both
// at once: what is scanned has its text but, in a history, no path or many;
// where findings are collected there are paths and commits and no text.
//
//   BlobScanner   text, match  ->  allowing(): which lists' texts hold
//                                  Detection::allowed_by
//   Collector     path, commit ->  allows(): does one of all lists hold?
//
// A list whose condition is OR holds where either half has something that
// does, one with AND where nothing that it names fails.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/core/result.h"
#include "scanner/detect/regex_list.h"
#include "scanner/rules/allowlist.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// What a rule matched. Views of the text.
struct MatchedText {
  std::string_view secret;
  std::string_view match;
  std::string_view lines;  // that the match stands on, whole
};

// The lines that `span` stands on, without the last one's end.
std::string_view lines_around(std::string_view text, const Span& span);

// Immutable, shared by all threads.
class Allowlists {
 public:
  // Error: an expression that RE2 refuses. Of rules that a list names and that
  // are not in `rules` nothing is said.
  static Result<Allowlists> make(const std::vector<Allowlist>& lists,
                                 const RuleSet& rules);

  bool empty() const { return lists_.empty(); }

  // The lists about `rule` of which what they demand of the text holds, by
  // their index.
  std::vector<std::uint32_t> allowing(RuleIndex rule,
                                      const MatchedText& text) const;

  // `commit`: that brought it in; empty: files are scanned.
  bool allows(const Detection& detection, std::string_view path,
              std::string_view commit) const;

 private:
  struct List {
    Allowlist written;
    RegexList paths;
    RegexList regexes;

    bool text_holds(const MatchedText& text) const;
    bool place_holds(std::string_view path, std::string_view commit) const;
  };

  std::vector<List> lists_;
  std::vector<std::vector<std::uint32_t>> of_rule_;  // by rule
};

}  // namespace patrol
