// The inside of Detector and of its worker, for the two files that they are
// written in: detector_worker.cc has what is done with one text,
// clean_version.cc what is done with a version of a text.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/decode/decoder.h"
#include "scanner/decode/run_finder.h"
#include "scanner/detect/clean_text.h"
#include "scanner/detect/confirm.h"
#include "scanner/detect/context.h"
#include "scanner/detect/detector.h"
#include "scanner/detect/keyword_gate.h"
#include "scanner/detect/prefilter.h"

namespace patrol {

// Rules of which each wants the same runs found: one search serves them all.
struct RunGroup {
  RunFinder finder;
  bool in_plain = false;  // a run lies within one of Survey::plain_runs()
  std::vector<RuleIndex> rules;
};

struct Detector::Impl {
  Impl(const RuleSet& set, Prefilter loaded)
      : rules(set), prefilter(std::move(loaded)), confirm(set), judge(set) {}

  void sort_rules(const std::vector<bool>& enabled);

  const RuleSet& rules;
  Prefilter prefilter;
  Confirm confirm;
  Judge judge;
  std::vector<bool> reported;   // by rule: enabled, not for others alone
  std::vector<bool> in_text;    // by rule: enabled, or required by one that is
  std::vector<bool> in_binary;  // the same, if it applies to binary data
  std::vector<RunGroup> run_groups;
  std::vector<RuleIndex> untriggered;
  DetectorOptions options;
};

// A stretch of a text that a decoder can read.
struct EncodedRun {
  Span where;
  const Decoder* decoder;
};

class Detector::Worker::Impl {
 public:
  Impl(const Detector::Impl& detector, Prefilter::ScratchPtr scratch)
      : detector_(detector), scratch_(std::move(scratch)) {}

  void detect(const Piece& piece, Detected& out);
  void detect_binary(const Piece& piece, Detected& out);

  bool detect_whole(std::string_view text, bool is_binary, Detected& out,
                    CleanText& clean);
  bool stays_clean(std::string_view text, const CleanText& base,
                   std::span<const CopiedRun> runs, CleanText& clean);

 private:
  const std::vector<bool>& rules_for(bool is_binary) const;
  void match(const Piece& piece, const std::vector<bool>& rules);
  void literals(const Piece& piece, const std::vector<bool>& rules);
  void confirm_hit(const Piece& piece, const Hit& hit);
  void confirm_from_few(const Piece& piece, const Hit& hit, Span at,
                        Span window);
  void note_to_run(RuleIndex rule);
  void whole(const Piece& piece, RuleIndex rule);
  void runs(const Piece& piece, const RunGroup& group,
            const std::vector<bool>& rules);
  void all_in(const Piece& piece, RuleIndex rule, Span window);
  std::optional<Match> first(const Piece& piece, RuleIndex rule, Span window);
  void judge(const Piece& piece, RuleIndex rule, std::uint64_t trigger,
             const Match& match);
  RuleCost* cost_of(RuleIndex rule) const;

  void detect_text(const Piece& piece, const Place* around, unsigned depth);
  void find_encoded(const Piece& piece, const Place* around, unsigned depth,
                    std::vector<EncodedRun>& out);
  void find(const Piece& piece, const Decoder& decoder,
            std::vector<EncodedRun>& out);
  void detect_run(const Place& place, const Decoder& decoder, unsigned depth);

  // clean_version.cc
  bool literals_stay_clean(std::string_view text, const CleanText& base,
                           std::span<const CopiedRun> runs,
                           std::span<const Span> windows);
  bool is_same_support(const Hit& hit, std::uint64_t base_size,
                       std::uint64_t size, const CopiedRun& run) const;
  bool holds_run(std::string_view text, std::span<const Span> windows);
  bool encoded_stays_clean(std::string_view text, const CleanText& base,
                           std::span<const CopiedRun> runs,
                           std::span<const Span> windows);
  bool found_nothing() const;

  const Detector::Impl& detector_;
  Prefilter::ScratchPtr scratch_;
  std::vector<Hit> hits_;
  std::vector<RuleIndex> to_run_;  // over the text that is matched, each once
  std::vector<Span> spans_;
  Survey survey_;
  KeywordGate gate_;               // of the text that is matched
  Detected* out_ = nullptr;        // of the running call
  const Place* around_ = nullptr;  // of the text that is matched
  std::uint64_t may_decode_ = 0;   // bytes, of the running call
  CleanText* traces_ = nullptr;    // of the running call; null: none are kept
  Detected nothing_;               // what a version gave, if it is not clean
};

}  // namespace patrol
