// Which rules could match, and where? One pass over the text for the literals
// of all rules at once, by detect/literal_finder.h where the processor has what
// that needs, else by Hyperscan. prefilter.cc is the only file that knows
// <hs.h>.
//
// Contract: where a rule with literal triggers matches, one of its literals is
// reported, at its exact place. The reverse does not hold: most hits turn out
// to be nothing, which is for detect/confirm.h to say. Rules that trigger on a
// run (detect/run_finder.h), or on nothing, have no hits here.
//
// Literals, not expressions: 425 literals pass C source at 2.2-2.6 GB/s a core,
// 221 complete expressions at 0.5-0.6 (Hyperscan 5.4.0). No start-of-match is
// asked for: a literal's start is known from its length.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// A literal of a rule, found.
struct Hit {
  RuleIndex rule{};
  std::uint32_t literal = 0;  // index in that rule's trigger.literals
  std::size_t begin = 0;      // of the literal, in the scanned bytes
};

// Immutable once made, shared by all threads; the rule set must outlive it.
class Prefilter {
 public:
  // The database of `rules` as bytes: for any x86-64 CPU, so that the build
  // may embed it. Costs about 20 ms for 500 literals.
  static Result<std::string> compile_portable(const RuleSet& rules);

  // Both give the same hits; tests hold one against the other.
  enum class Search : std::uint8_t { kFastest, kHyperscan };

  // From bytes that compile_portable() made of the same rules; they are looked
  // at where Hyperscan is needed.
  // Error: another library version or CPU family made them; compile anew.
  static Result<Prefilter> load(const RuleSet& rules, std::string_view database,
                                Search search = Search::kFastest);

  // What a stored database depends on besides the rules: library version.
  static std::string library_version();

  Prefilter(Prefilter&&) noexcept;
  Prefilter& operator=(Prefilter&&) noexcept;
  ~Prefilter();

  // Does what stands around a hit's literal allow a match of its rule? A few
  // ns, and nearly all hits are refused: "info_" holds the literal "nfo_"
  // (LiteralTrigger::before and after), "token_count++" no value
  // (rules/trigger_onward.h). `hit.begin` is in `text`.
  bool may_match(const Hit& hit, std::string_view text) const;

  // Working memory for scan(): one per thread.
  // Error: out of memory.
  class Scratch;
  struct DeleteScratch {
    void operator()(Scratch*) const;
  };
  using ScratchPtr = std::unique_ptr<Scratch, DeleteScratch>;
  Result<ScratchPtr> make_scratch() const;

  // Appends the hits in `bytes` to `out`, each once, in no order that counts.
  // REQUIRES: kPadding readable bytes after bytes.end() (core/buffer.h);
  // bytes.size() < 4 GiB.
  void scan(std::string_view bytes, Scratch& scratch,
            std::vector<Hit>& out) const;

 private:
  struct Impl;
  explicit Prefilter(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace patrol
