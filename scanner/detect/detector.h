// Text in, candidates out: prefilter -> confirm -> judge, then the same for
// what is encoded in the text (decode/decoder.h). Does no I/O, reads no clock,
// keeps nothing between calls; the same text and rules give the same
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
#include <span>
#include <string_view>
#include <vector>

#include "scanner/core/copied_run.h"
#include "scanner/core/finding.h"
#include "scanner/core/result.h"
#include "scanner/detect/judge.h"
#include "scanner/detect/rule_cost.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

class Allowlists;
struct CleanText;

struct Piece {
  std::string_view text;  // kPadding readable bytes after it (core/buffer.h)
  Span seen;              // within text
};

// A match that the judge let pass. Offsets are those of Piece::text, of the
// encoded form where the match was decoded.
struct Candidate {
  RuleIndex rule{};
  std::uint64_t trigger = 0;  // first byte of what led to it
  Match match;
  Judgement judgement;
  Secret secret = {};                               // decoded
  std::vector<std::string_view> decoded_from = {};  // innermost last
  std::vector<Companion> companions = {};           // detect/companions.h
  bool is_marked = false;                           // detect/inline_marker.h
  bool is_gated = false;  // no keyword of its rule in the text it matched in
  std::vector<std::uint32_t> allowed_by = {};  // detect/allowlists.h
};

// A match that it did not let pass.
struct Dropped {
  RuleIndex rule{};
  Span secret;
  Drop reason{};
};

// What a piece gave, in no particular order. The same candidate may be there
// twice, if two triggers lead to it.
struct Detected {
  std::vector<Candidate> candidates;
  std::vector<Dropped> dropped;
  bool too_much_encoded = false;  // kMostDecoded was reached: more was not read
};

// How deep encodings are taken off, unless the user says otherwise: a token in
// base64 in an .npmrc in a Kubernetes secret is two, with the literals that the
// secret was cut into three.
inline constexpr unsigned kDecodeDepth = 3;

// Bytes that are decoded of a piece, over all depths, as a multiple of the
// piece. Text that is all base64 in base64 in base64 needs two. A text made
// such that it can be read in many ways at each depth ends here.
inline constexpr std::uint64_t kMostDecoded = 16;

struct DetectorOptions {
  unsigned decode_depth = kDecodeDepth;
  bool heeds_markers = true;               // "patrol:allow" and the like count
  const Allowlists* allowlists = nullptr;  // null: none; outlives the detector
  // Counted there, if not null: has an entry for each rule before the first
  // text, outlives the detector, and only one worker is used.
  RuleCosts* costs = nullptr;
};

// Immutable and shared; the per-thread part is a Worker.
class Detector {
 public:
  // `enabled[i]` says whether rule i takes part; the others are not even
  // compiled, but for those that an enabled rule requires. Both must outlive
  // the detector.
  // Error: `database` is not that of `rules` (detect/prefilter.h).
  static Result<Detector> make(const RuleSet& rules, std::string_view database,
                               const std::vector<bool>& enabled,
                               const DetectorOptions& options = {});
  Detector(Detector&&) noexcept;
  ~Detector();

  const RuleSet& rules() const;

  const DetectorOptions& options() const;

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

    // Appends to `out`.
    void detect(const Piece& piece, Detected& out);
    // The same for binary data: rules that apply to it, and nothing is decoded.
    void detect_binary(const Piece& piece, Detected& out);

    // A whole text, as those two. True: it is clean, and `clean`, which is
    // replaced, is what its versions need (detect/clean_text.h).
    bool detect_whole(std::string_view text, bool is_binary, Detected& out,
                      CleanText& clean);
    // True: detect_whole() of `text` would find nothing either, and `clean` is
    // what it would give. False: perhaps it would. `runs`: what the text has in
    // common with the one that `base` is of, by offset, disjoint. REQUIRES:
    // both are binary data, or neither is; kPadding bytes behind the text.
    bool stays_clean(std::string_view text, const CleanText& base,
                     std::span<const CopiedRun> runs, CleanText& clean);

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
