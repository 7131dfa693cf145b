// A detector over rules written in a test.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/memory_input.h"
#include "scanner/detect/blob_scanner.h"
#include "scanner/detect/detector.h"
#include "scanner/detect/prefilter.h"
#include "scanner/detect/rule_check.h"

namespace patrol {

class TestDetector {
 public:
  explicit TestDetector(std::string_view toml,
                        unsigned decode_depth = kDecodeDepth)
      : TestDetector(parse(toml), decode_depth) {}

  explicit TestDetector(RuleSet rules, unsigned decode_depth = kDecodeDepth)
      : rules_(std::make_unique<RuleSet>(std::move(rules))) {
    Result<std::string> database = Prefilter::compile_portable(*rules_);
    EXPECT_TRUE(database);
    Result<Detector> made = Detector::make(
        *rules_, *database, std::vector<bool>(rules_->size(), true),
        {.decode_depth = decode_depth});
    EXPECT_TRUE(made);
    detector_ = std::make_unique<Detector>(*std::move(made));
  }

  const RuleSet& rules() const { return *rules_; }
  const Detector& detector() const { return *detector_; }

  BlobOutcome scan(std::string_view text,
                   std::size_t own_bytes = kOwnBytes) const {
    MemoryInput input(text);
    return scan(input, own_bytes);
  }
  BlobOutcome scan(Input& input, std::size_t own_bytes = kOwnBytes) const {
    Result<BlobScanner> scanner = BlobScanner::make(*detector_, own_bytes);
    EXPECT_TRUE(scanner);
    const std::atomic<bool> stop = false;
    return scanner->scan(input, stop);
  }

 private:
  static RuleSet parse(std::string_view toml) {
    Result<RuleSet> rules =
        parse_rules(toml, "test.toml", load_options(RuleOrigin::kUser));
    EXPECT_TRUE(rules) << rules.error().message;
    return *std::move(rules);
  }

  std::unique_ptr<RuleSet> rules_;
  std::unique_ptr<Detector> detector_;
};

}  // namespace patrol
