// The report does not depend on the order in which detections come.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/unit/findings/collector_fixture.h"

namespace patrol {
namespace {

struct Seen {
  std::string path;
  Detection detection;
  Provenance provenance = {};
};

// Adds them from two threads, in an order drawn by `seed`.
Report collect(const RuleSet& rules, const std::vector<Seen>& seen,
               unsigned seed) {
  std::vector<const Seen*> order;
  for (const Seen& one : seen) order.push_back(&one);
  std::shuffle(order.begin(), order.end(), std::mt19937(seed));
  Collector collector(rules, {});
  const auto add_every_second = [&](std::size_t from) {
    for (std::size_t i = from; i < order.size(); i += 2) {
      collector.add({order[i]->path}, order[i]->provenance,
                    {order[i]->detection});
    }
  };
  std::thread other(add_every_second, 1);
  add_every_second(0);
  other.join();
  return collector.take({});
}

TEST_F(CollectorTest, GivesTheSameBytesForAnyOrderOfDetections) {
  std::mt19937 random(3);
  std::vector<Seen> seen;
  for (int i = 0; i < 2000; ++i) {
    const RuleIndex rule = random() % 2 ? kUsual : kTwin;
    const std::string secret = kToken + std::to_string(random() % 40);
    Detection d = at_line(random() % 20, rule, secret);
    d.confidence = static_cast<Confidence>(random() % 3);
    d.facts = {{"feed", std::to_string(random() % 3)}};
    if (random() % 4 == 0) d.decoded_from = {"base64"};
    if (random() % 9 == 0) d.secret = Secret(secret + "\\n");
    const std::string folder = random() % 5 ? "d" : secret;
    Introduction introduction = of_blob(std::to_string(random() % 2));
    introduction.author = std::to_string(random() % 2);
    seen.push_back({folder + std::to_string(random() % 5),
                    d,
                    {static_cast<LocationKind>(random() % 2), introduction}});
  }
  const std::string expected = as_json(collect(rules_, seen, 1));
  EXPECT_GT(expected.size(), 10000u);
  for (unsigned seed = 2; seed < 12; ++seed) {
    EXPECT_EQ(as_json(collect(rules_, seen, seed)), expected) << seed;
  }
}

TEST_F(CollectorTest, DropsTheSameFindingsInAnyOrderAndSaysSo) {
  std::vector<Seen> seen;
  for (std::size_t secret = 0; secret < 150; ++secret) {
    const std::size_t places = secret % 3 == 0 ? 1200 : 700;
    for (std::uint64_t line = 1; line <= places; ++line) {
      seen.push_back(
          {"a", at_line(line, kUsual, kToken + std::to_string(secret)), {}});
    }
  }
  const Report report = collect(rules_, seen, 1);
  std::size_t places = 0;
  for (const Finding& f : report.findings) places += f.locations.size();
  EXPECT_GE(places, kMaxPlaces);
  EXPECT_LT(places, kMaxPlaces + kMaxPlacesPerFinding);
  EXPECT_EQ(report.scan.status, ScanStatus::kPartial);
  EXPECT_EQ(as_json(collect(rules_, seen, 2)), as_json(report));
}

}  // namespace
}  // namespace patrol
