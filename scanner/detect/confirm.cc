#include "scanner/detect/confirm.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <string>
#include <vector>

namespace patrol {
namespace {

// Groups beyond this are refused: none of a real rule's are so many.
constexpr std::uint32_t kMostGroups = 15;

RE2::Options options(const Rule& rule) {
  RE2::Options options(rule.of_unicode ? RE2::DefaultOptions : RE2::Latin1);
  options.set_log_errors(false);
  // RE2's 8 MiB make the longest expressions fall back from its automaton to
  // a slower matcher.
  options.set_max_mem(64 << 20);
  return options;
}

// RE2's message without the piece of the expression it quotes would be of no
// use; expressions hold no secrets.
Error regex_error(const RE2& re2) { return Error{"regex: " + re2.error()}; }

Span to_span(re2::StringPiece part, std::string_view text) {
  const auto begin = static_cast<std::uint64_t>(part.data() - text.data());
  return {begin, begin + part.size()};
}

using Groups = std::array<re2::StringPiece, kMostGroups + 1>;

// The group with the secret. A group that took no part: the whole match is.
re2::StringPiece secret_of(const Groups& groups, std::uint32_t group) {
  if (group == Rule::kFirstFilled) {
    const auto filled =
        std::find_if(groups.begin() + 1, groups.end(),
                     [](re2::StringPiece part) { return !part.empty(); });
    return filled == groups.end() ? groups[0] : *filled;
  }
  return groups[group].data() == nullptr ? groups[0] : groups[group];
}

}  // namespace

struct Confirm::Impl {
  struct Lazy {
    std::once_flag once;
    std::unique_ptr<RE2> re2;
  };

  explicit Impl(const RuleSet& set) : rules(set), lazy(set.size()) {}

  const RE2& expression(RuleIndex rule) {
    Lazy& slot = lazy[static_cast<std::size_t>(rule)];
    std::call_once(slot.once, [&] {
      const Text regex = rules[rule].regex;
      slot.re2 = std::make_unique<RE2>(
          re2::StringPiece(regex.data(), regex.size()), options(rules[rule]));
    });
    return *slot.re2;
  }

  std::optional<Match> match(RuleIndex rule, std::string_view text, Span window,
                             RE2::Anchor anchor) {
    const std::uint32_t group = rules[rule].secret_group;
    const RE2& re2 = expression(rule);
    const int asked =
        group == Rule::kFirstFilled
            ? std::min<int>(re2.NumberOfCapturingGroups(), kMostGroups)
            : static_cast<int>(group);
    Groups groups;
    if (!re2.Match(re2::StringPiece(text.data(), text.size()), window.begin,
                   window.end, anchor, groups.data(), asked + 1)) {
      return std::nullopt;
    }
    return Match{to_span(groups[0], text),
                 to_span(secret_of(groups, group), text)};
  }

  const RuleSet& rules;
  std::vector<Lazy> lazy;
};

Confirm::Confirm(const RuleSet& rules) : impl_(new Impl(rules)) {}
Confirm::Confirm(Confirm&&) noexcept = default;
Confirm::~Confirm() = default;

Result<void> Confirm::check(const Rule& rule) {
  const RE2 re2(re2::StringPiece(rule.regex.data(), rule.regex.size()),
                options(rule));
  if (!re2.ok()) return regex_error(re2);
  const auto groups = static_cast<std::uint32_t>(re2.NumberOfCapturingGroups());
  if (rule.secret_group == Rule::kFirstFilled) return {};
  if (rule.secret_group > groups) {
    return Error{"secretGroup: the regex has " + std::to_string(groups) +
                 " groups"};
  }
  if (rule.secret_group > kMostGroups) {
    return Error{"secretGroup: more than " + std::to_string(kMostGroups)};
  }
  return {};
}

std::optional<Match> Confirm::first(RuleIndex rule, std::string_view text,
                                    Span window) const {
  return impl_->match(rule, text, window, RE2::UNANCHORED);
}

std::optional<Match> Confirm::at_begin(RuleIndex rule, std::string_view text,
                                       Span window) const {
  return impl_->match(rule, text, window, RE2::ANCHOR_START);
}

}  // namespace patrol
