// The catalogue over any text: the fast path (triggers, windows) finds what
// RE2 alone finds over the whole text and the same judge passes; a text in
// pieces gives what it gives whole.
//
//   input   | sizes of pieces | recipe of the text . . . . |
//           0                 2
//
// In the recipe a byte 1 and an N after it stand for the Nth example of the
// catalogue, a byte 2 and an N for 4096 * (N % 64) bytes of filler; all others
// stand for themselves. So no token stands in the corpus, and a mutation can
// put one anywhere.

#include <re2/re2.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "scanner/core/buffer.h"
#include "scanner/core/memory_input.h"
#include "scanner/detect/blob_scanner.h"
#include "scanner/engine.h"
#include "tests/fuzz/require.h"

namespace patrol {
namespace {

// Above it a text is compared in pieces alone: RE2 would cost too much.
constexpr std::size_t kLongestForRe2 = 8'000;
constexpr std::size_t kLongest = 300'000;

// A verdict on a match: which rule, where, and what came of it.
using Verdict = std::tuple<RuleIndex, std::uint64_t, std::uint64_t, int>;
using Verdicts = std::set<Verdict>;
constexpr int kPassed = -1;  // else a Drop

struct Subject {
  Subject()
      : engine(*make_engine({}, {.decode_depth = 0})), judge(*engine.rules) {
    RE2::Options options(RE2::Latin1);
    options.set_max_mem(64 << 20);
    for (const Rule& rule : engine.rules->rules()) {
      expressions.push_back(
          std::make_unique<RE2>(std::string(rule.regex), options));
      for (View<Text> texts : {rule.examples, rule.counterexamples}) {
        examples.insert(examples.end(), texts.begin(), texts.end());
      }
    }
  }

  Engine engine;
  Judge judge;
  std::vector<std::unique_ptr<RE2>> expressions;  // by rule
  std::vector<Text> examples;
};

const Subject& subject() {
  static const Subject* const only = new Subject;
  return *only;
}

std::string cooked(std::string_view recipe) {
  const std::vector<Text>& examples = subject().examples;
  std::string text;
  for (std::size_t i = 0; i < recipe.size() && text.size() < kLongest; ++i) {
    const bool has_number = i + 1 < recipe.size();
    if (has_number && recipe[i] == 1) {
      const auto n = static_cast<unsigned char>(recipe[++i]);
      text += examples[n % examples.size()];
    } else if (has_number && recipe[i] == 2) {
      const auto n = static_cast<unsigned char>(recipe[++i]);
      text.append(4096 * (n % 64U), n < 128 ? ' ' : '.');
    } else {
      text += recipe[i];
    }
  }
  return text;
}

// Are matches of this rule looked for at every place where one may begin? If
// not, one trigger gives the leftmost match that holds it.
bool finds_every_start(const Rule& rule) {
  return std::ranges::all_of(
      rule.trigger.literals,
      [](const LiteralTrigger& literal) { return literal.reach.fixed_start; });
}

Verdicts fast(std::string_view text, const std::vector<Span>& pieces) {
  Result<Detector::Worker> worker =
      Detector::Worker::make(*subject().engine.detector);
  Detected detected;
  for (const Span& seen : pieces) {
    worker->detect({text, seen}, detected);
  }
  Verdicts all;
  for (const Candidate& c : detected.candidates) {
    all.emplace(c.rule, c.match.secret.begin, c.match.secret.end, kPassed);
  }
  for (const Dropped& d : detected.dropped) {
    all.emplace(d.rule, d.secret.begin, d.secret.end,
                static_cast<int>(d.reason));
  }
  return all;
}

std::optional<Match> next_match(RuleIndex index, std::string_view text,
                                std::size_t from) {
  const Rule& rule = (*subject().engine.rules)[index];
  const RE2& re2 = *subject().expressions[static_cast<std::size_t>(index)];
  std::vector<re2::StringPiece> groups(rule.secret_group + 1);
  if (!re2.Match(re2::StringPiece(text.data(), text.size()), from, text.size(),
                 RE2::UNANCHORED, groups.data(),
                 static_cast<int>(groups.size()))) {
    return std::nullopt;
  }
  const auto span = [&](const re2::StringPiece& part) {
    const auto begin = static_cast<std::uint64_t>(part.data() - text.data());
    return Span{begin, begin + part.size()};
  };
  const re2::StringPiece& secret = groups.back();
  return Match{span(groups[0]), span(secret.data() ? secret : groups[0])};
}

Verdict slow_verdict(RuleIndex rule, std::string_view text,
                     const Match& match) {
  const auto judged = subject().judge.judge(rule, text, match);
  const auto* drop = std::get_if<Drop>(&judged);
  return {rule, match.secret.begin, match.secret.end,
          drop ? static_cast<int>(*drop) : kPassed};
}

bool overlaps(const Verdict& verdict, RuleIndex rule, const Span& whole) {
  const auto& [of, begin, end, outcome] = verdict;
  return of == rule && begin < whole.end && whole.begin < end;
}

void compare_with_re2(std::string_view text, const Verdicts& found) {
  const RuleSet& rules = *subject().engine.rules;
  Verdicts expected;  // of the rules that are looked for everywhere
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const RuleIndex index{i};
    const Rule& rule = rules[index];
    const bool every_start = finds_every_start(rule);
    std::size_t from = 0;
    while (const auto match = next_match(index, text, from)) {
      from = every_start ? match->whole.begin + 1 : match->whole.end;
      if (match->whole.size() > rule.max_length) continue;
      if (every_start) {
        expected.insert(slow_verdict(index, text, *match));
      } else {
        require(std::ranges::any_of(found,
                                    [&](const Verdict& verdict) {
                                      return overlaps(verdict, index,
                                                      match->whole);
                                    }),
                "what RE2 finds is found, or what it overlaps with");
      }
    }
  }
  for (const Verdict& verdict : expected) {
    require(found.contains(verdict), "what RE2 alone finds is found");
  }
  for (const Verdict& verdict : found) {
    const Rule& rule = rules[std::get<0>(verdict)];
    if (!finds_every_start(rule)) continue;
    require(expected.contains(verdict), "what is found RE2 finds too");
  }
}

std::string described(std::string_view text, std::size_t own_bytes) {
  Result<BlobScanner> scanner =
      BlobScanner::make(*subject().engine.detector, own_bytes);
  MemoryInput input(text);
  const std::atomic<bool> stop = false;
  const BlobOutcome outcome = scanner->scan(input, stop);
  std::ostringstream out;
  for (const Detection& d : outcome.detections) {
    out << static_cast<std::uint32_t>(d.rule) << ' ' << d.where.begin << '-'
        << d.where.end << ' ' << d.begin.line << ':' << d.begin.column << '-'
        << d.end.line << ':' << d.end.column << ' '
        << static_cast<int>(d.confidence) << d.secret.reveal()
        << d.snippet.before << '|' << d.snippet.after << '\n';
  }
  for (const DroppedMatch& d : outcome.dropped) {
    out << static_cast<std::uint32_t>(d.rule) << ' ' << d.begin.line << ':'
        << d.begin.column << ' ' << to_text(d.reason) << '\n';
  }
  out << outcome.bytes;
  return out.str();
}

std::vector<Span> pieces_of(std::size_t size, std::size_t step) {
  std::vector<Span> pieces;
  for (std::uint64_t begin = 0; begin < size; begin += step) {
    pieces.push_back({begin, std::min<std::uint64_t>(size, begin + step)});
  }
  return pieces;
}

void check(std::uint8_t step, std::uint8_t own, std::string_view recipe) {
  const PaddedCopy copy(cooked(recipe));
  const std::string_view text = copy.view();
  require(
      described(text, 16'384U * (1U + own % 16U)) == described(text, kOwnBytes),
      "pieces report what the whole reports");
  if (text.size() > kLongestForRe2) return;
  const Verdicts whole = fast(text, {{0, text.size()}});
  require(fast(text, pieces_of(text.size(), 1U + step)) == whole,
          "pieces find what the whole finds");
  compare_with_re2(text, whole);
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size < 2) return 0;
  patrol::check(data[0], data[1],
                {reinterpret_cast<const char*>(data) + 2, size - 2});
  return 0;
}
