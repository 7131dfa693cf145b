// All decoders over any text, and over what they read, three levels deep: runs
// lie in the text, what they say is no longer than they are, each of its bytes
// came from bytes of the run, in order; what a part of it came from says that
// part; the survey notes the marks that looking at each byte would note; and a
// level reads its text a few times at most, so that nesting ends.
//
//   input   | text . . . . |

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/decode/decoder.h"
#include "tests/fuzz/require.h"
#include "tests/support/slow_survey.h"

namespace patrol {
namespace {

// As deep as a scan decodes by default.
constexpr unsigned kLevels = 3;

// A text is read in four ways as base64, in two as hexadecimal digits, and in
// one by each of the others.
constexpr std::uint64_t kMostWays = 4;

// What the slow look at each part costs is quadratic.
constexpr std::size_t kLongestForParts = 300;

struct Reading {
  const Decoder* decoder;
  Span run;
  std::string text;
  std::vector<Origin> origins;  // by byte of `text`
};

void check_survey(std::string_view text, const Survey& survey) {
  for (std::size_t m = 0; m < kMarks; ++m) {
    const Mark mark{static_cast<std::uint8_t>(m)};
    require(std::ranges::equal(survey.marks(mark), slow_marks(text, mark)),
            "the survey notes every mark, and no other");
  }
  require(survey.text_runs() == slow_text_runs(text),
          "it notes the runs that may be text");
  require(survey.plain_runs() == slow_runs(text, is_plain),
          "it notes the runs of letters and digits");
}

void check_origins(const Reading& reading) {
  require(reading.text.size() <= reading.run.size(),
          "what is decoded is no longer than the run");
  require(reading.origins.size() == reading.text.size(),
          "each byte came from somewhere");
  Origin before{static_cast<std::uint32_t>(reading.run.begin), 0};
  for (const Origin& origin : reading.origins) {
    require(origin.begin < origin.end, "it came from some bytes");
    require(before.begin <= origin.begin && before.end <= origin.end,
            "origins ascend");
    require(origin.end <= reading.run.end, "origins lie in the run");
    before = origin;
  }
}

// Single bytes, and parts as long as the shortest token.
void check_parts(std::string_view text, const Reading& reading) {
  const std::string_view said = reading.text;
  if (said.size() > kLongestForParts) return;
  for (const std::size_t size : {std::size_t{1}, kLeastDecoded + 0UL}) {
    for (std::size_t at = 0; at + size <= said.size(); ++at) {
      const Span origin{reading.origins[at].begin,
                        reading.origins[at + size - 1].end};
      std::string part;
      reading.decoder->decode(text, origin, part);
      require(part.find(said.substr(at, size)) != std::string::npos,
              "what a part came from says that part");
    }
  }
}

std::vector<Reading> read_all(std::string_view text) {
  Survey survey;
  survey.take(text);
  check_survey(text, survey);
  std::vector<Reading> out;
  for (const Decoder& decoder : decoders()) {
    std::vector<Span> runs;
    decoder.find(text, survey, runs);
    std::uint64_t read = 0;
    for (const Span& run : runs) {
      require(run.begin < run.end && run.end <= text.size(),
              "runs lie in the text");
      read += run.size();
      Reading& reading = out.emplace_back(Reading{&decoder, run, {}, {}});
      decoder.decode(text, run, reading.text);
      decoder.origins(text, run, reading.origins);
    }
    require(read <= kMostWays * text.size(), "a text is read a few times");
  }
  return out;
}

void check(std::string_view text, unsigned levels) {
  for (const Reading& reading : read_all(text)) {
    check_origins(reading);
    check_parts(text, reading);
    if (levels > 1) check(reading.text, levels - 1);
  }
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  patrol::check({reinterpret_cast<const char*>(data), size}, patrol::kLevels);
  return 0;
}
