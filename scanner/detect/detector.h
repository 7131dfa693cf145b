// Text in, candidates out: prefilter -> confirm -> judge. Does no I/O, reads
// no clock, keeps nothing between calls; the same text and rules give the same
// candidates.
//
//   text   0 . . . . . . . . . . . . . . . . . . . . . . . . . . . size
//   seen         [begin . . . . . . . . . . . . . . . . end)
//
// Triggers are looked for in `seen` alone; what they lead to may reach kReach
// bytes (rules/trigger.h) beyond it, as far as there is text. So a text that
// is cut into pieces with such margins gives, piece by piece, what it would
// give whole. A trigger belongs to the piece in which its first byte is seen;
// for a rule without literals, the match itself counts as its trigger.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/core/result.h"
#include "scanner/detect/judge.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

struct Piece {
  std::string_view text;  // kPadding readable bytes after it (core/buffer.h)
  Span seen;              // within text
};

// A match that the judge let pass. Offsets are those of Piece::text.
struct Candidate {
  RuleIndex rule{};
  std::uint64_t trigger = 0;  // first byte of what led to it
  Match match;
  Judgement judgement;
  std::vector<Companion> companions = {};  // detect/companions.h
};

// A match that it did not let pass.
struct Dropped {
  RuleIndex rule{};
  Span secret;
  Drop reason{};
};

// Immutable and shared; the per-thread part is a Worker.
class Detector {
 public:
  // `enabled[i]` says whether rule i takes part; the others are not even
  // compiled, but for those that an enabled rule requires. Both must outlive
  // the detector.
  // Error: `database` is not that of `rules` (detect/prefilter.h).
  static Result<Detector> make(const RuleSet& rules, std::string_view database,
                               const std::vector<bool>& enabled);
  Detector(Detector&&) noexcept;
  ~Detector();

  const RuleSet& rules() const;

  // Whether what the rule finds is shown, or serves other rules alone.
  bool reports(RuleIndex rule) const;

  // Is the rule looked for in binary data? Those are that a few bytes in a row
  // make sure of: a fixed part or check digits, not the words around.
  static bool applies_to_binary(const Rule& rule);

  // One thread's working memory. The detector must outlive it.
  class Worker {
   public:
    static Result<Worker> make(const Detector&);
    Worker(Worker&&) noexcept;
    Worker& operator=(Worker&&) noexcept;
    ~Worker();

    // Appends to `out` in no particular order, and to `dropped`. The same
    // match may be there twice, if two triggers lead to it.
    void detect(const Piece& piece, std::vector<Candidate>& out,
                std::vector<Dropped>& dropped);
    // The same, for rules that apply to binary data.
    void detect_binary(const Piece& piece, std::vector<Candidate>& out,
                       std::vector<Dropped>& dropped);

   private:
    class Impl;
    explicit Worker(std::unique_ptr<Impl>);
    std::unique_ptr<Impl> impl_;
  };

 private:
  struct Impl;
  explicit Detector(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace patrol
