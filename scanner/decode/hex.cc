#include "scanner/decode/hex.h"

#include "scanner/core/hex_digits.h"
#include "scanner/decode/sink.h"

namespace patrol {
namespace {

// The runs of 2 * kLeastDecoded digits or more in `run`, which need not be all
// digits. A hash has no other characters around it, an identifier few digits:
// what is not there shows soon.
void find_digits(std::string_view text, const Span& run,
                 std::vector<Span>& out) {
  constexpr std::uint64_t kLeastRun = 2 * kLeastDecoded;
  std::uint64_t begin = run.begin;  // no run begins before
  while (begin + kLeastRun <= run.end) {
    std::uint64_t at = begin + kLeastRun;
    while (at > begin && hex_value(text[at - 1])) --at;
    if (at > begin) {
      begin = at;  // text[at - 1] is none
      continue;
    }
    std::uint64_t end = begin + kLeastRun;
    while (end < run.end && hex_value(text[end])) ++end;
    out.push_back({begin, end});
    begin = end + 1;
  }
}

char byte_at(std::string_view text, std::uint64_t at) {
  return static_cast<char>(*hex_value(text[at]) << 4 |
                           *hex_value(text[at + 1]));
}

// NUL too: the other half of UTF-16.
bool is_text(char byte) {
  return (byte >= ' ' && byte <= '~') || byte == '\n' || byte == '\r' ||
         byte == '\t' || byte == '\0';
}

// From the first to the last of those pairs that stand in kLeastDecoded bytes
// of text, the pairs beginning at run.begin. Empty: there are none.
Span text_in(std::string_view text, Span run) {
  Span found;
  std::uint64_t begin = run.begin;
  for (std::uint64_t at = run.begin; at + 2 <= run.end; at += 2) {
    if (!is_text(byte_at(text, at))) {
      begin = at + 2;
    } else if (at + 2 - begin >= 2 * kLeastDecoded) {
      if (found.size() == 0) found.begin = begin;
      found.end = at + 2;
    }
  }
  return found;
}

struct Hex {
  static void find(std::string_view text, const Survey& survey,
                   std::vector<Span>& out) {
    std::vector<Span> runs;
    for (const Span& run : survey.plain_runs()) find_digits(text, run, runs);
    for (const Span& run : runs) {
      for (const std::uint64_t odd : {0U, 1U}) {
        const Span found = text_in(text, {run.begin + odd, run.end});
        if (found.size() != 0) out.push_back(found);
      }
    }
  }

  template <typename Sink>
  static void read(std::string_view text, Span run, Sink& sink) {
    for (std::uint64_t at = run.begin; at + 2 <= run.end; at += 2) {
      sink.put(byte_at(text, at), {at, at + 2});
    }
  }
};

}  // namespace

const Decoder kHex = decoder_of<Hex>("hex", true);

}  // namespace patrol
