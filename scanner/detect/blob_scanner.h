// One blob from its first byte to its last, in bounded memory, whatever its
// size: reads it in pieces, runs the detector over each, and says where things
// stand. A file of 5 GB on one line costs as much memory as one of 5 KB.
//
//   blob     0 . . . . . . . . . . . . . . . . . . . . . . . . . . . . end
//   piece 0  [ own . . . . . . . . . | reach ]
//   piece 1               [ reach | own . . . . . . . . . | reach ]
//   piece 2                                    [ reach | own . . . . . . ]
//
// A piece reports what is triggered in its own part. It looks for triggers
// half a reach further to both sides, so that it also knows the neighbours'
// matches that overlap its own, and may mask them; and every match that is
// triggered there lies in the buffer whole, with all that its verdict looks
// at. So the pieces together report what the blob scanned whole would:
// tests/unit/detect/blob_scanner_test.cc holds one against the other. Most
// blobs fit one piece and are scanned where they were read, without a copy.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/core/buffer.h"
#include "scanner/core/copied_run.h"
#include "scanner/core/finding.h"
#include "scanner/core/input.h"
#include "scanner/core/result.h"
#include "scanner/detect/blob_class.h"
#include "scanner/detect/clean_text.h"
#include "scanner/detect/detector.h"
#include "scanner/detect/keyword_gate.h"
#include "scanner/detect/locator.h"

namespace patrol {

// A match that a filter dropped, for --verbose.
struct DroppedMatch {
  RuleIndex rule{};
  Position begin;
  Drop reason{};
};

// What a blob gave.
struct BlobOutcome {
  std::vector<Detection> detections;  // by place; kMostDetections at most
  std::vector<DroppedMatch> dropped;  // by place; kMostDetections at most
  DropCounts drop_counts{};           // all of them
  std::uint64_t bytes = 0;            // of the blob that were read
  BlobClass blob_class = BlobClass::kText;
  bool over_limit = false;        // the blob holds more; the scan of it ended
  bool too_much_encoded = false;  // not all that is encoded was decoded
  std::optional<Error> error;  // the input failed; what was read before stands
};

// A file of nothing but tokens fills memory and no person reads the list.
inline constexpr std::size_t kMostDetections = 10'000;

// Bytes that one piece owns at most. Fits the second-level cache together with
// its margins; files are seldom larger.
inline constexpr std::size_t kOwnBytes = 1 << 20;

// A blob that is in memory is one piece up to this size: the marks in it may
// take five times as much.
inline constexpr std::size_t kMostInOnePiece = 8 << 20;

// One thread's. The detector must outlive it.
class BlobScanner {
 public:
  // `own_bytes`: smaller pieces, for tests. REQUIRES: own_bytes >= 1.
  static Result<BlobScanner> make(const Detector& detector,
                                  std::size_t own_bytes = kOwnBytes);

  // Reads `input` to its end, or until `stop` is set, which is an error of the
  // outcome: "interrupted".
  BlobOutcome scan(Input& input, const std::atomic<bool>& stop);

  // The same of a blob that is in memory whole, without a copy up to
  // kMostInOnePiece. REQUIRES: kPadding readable bytes after it
  // (core/buffer.h).
  BlobOutcome scan(std::string_view blob, const std::atomic<bool>& stop);

  // The same; true: the blob is clean, and `clean`, which is replaced, is what
  // its versions need.
  bool scan(std::string_view blob, const std::atomic<bool>& stop,
            BlobOutcome& out, CleanText& clean);

  // Is there nothing in the blob, either? True: scan() would find nothing, and
  // `clean` is what it would give. False: scan it. Costs what was changed.
  // `runs`: what it has in common with the blob that `base` is of.
  bool stays_clean(std::string_view blob, const CleanText& base,
                   std::span<const CopiedRun> runs, CleanText& clean);

 private:
  BlobScanner(const Detector& detector, Detector::Worker worker,
              std::size_t own_bytes);

  std::size_t own_bytes() const;
  void fill(Input& input, BlobOutcome& out);
  void scan_pieces(Input& input, Locator locator, const std::atomic<bool>& stop,
                   BlobOutcome& out);
  void scan_piece(const Piece& piece, const Span& own, const Locator& locator,
                  BlobOutcome& out);
  void begin_piece();
  void begin_blob();
  void look_for_keywords(std::string_view text);
  void open_gates();
  void drop_gated(BlobOutcome& out);
  void report(const Piece& piece, const Span& own, const Locator& locator,
              BlobOutcome& out);
  void advance_buffer(std::uint64_t bytes);

  const Detector* detector_;
  Detector::Worker worker_;
  Buffer buffer_;
  std::size_t filled_ = 0;  // bytes of buffer_
  bool ended_ = false;      // the input is at its end, or failed
  Detected detected_;       // by the running piece

  // Rules that name keywords, and whether one was seen in the running blob.
  std::vector<RuleIndex> gated_rules_;
  std::vector<bool> is_gate_open_;  // by rule
  KeywordGate gate_;                // of the running piece
  std::vector<std::size_t> gated_;  // in BlobOutcome::detections: none was yet
};

}  // namespace patrol
