#include "scanner/decode/wide_text.h"

#include <algorithm>

#include "scanner/core/utf8.h"
#include "scanner/decode/sink.h"

namespace patrol {
namespace {

// kLow: where in a pair the character stands; the other byte is NUL.
template <std::uint64_t kLow>
struct Utf16 {
  static bool is_pair(std::string_view text, std::uint64_t at) {
    return at + 2 <= text.size() && text[at + kLow] != '\0' &&
           text[at + 1 - kLow] == '\0';
  }

  // May a run begin here? Where NULs alternate with characters, both orders
  // could be meant: the one whose first pair begins earlier is, unless a mark
  // stands ahead.
  //
  //   little   x . y . z .      big   . x . y . z      FE FF . x . y . z
  static bool is_first(std::string_view text, std::uint64_t begin) {
    constexpr std::string_view kBigEndian = "\xFE\xFF";
    const std::string_view before = text.substr(0, begin);
    if (kLow == 1) {
      return before.empty() || before.ends_with('\0') ||
             before.ends_with(kBigEndian);
    }
    return !before.ends_with('\0') &&
           !text.substr(0, begin + 1).ends_with(kBigEndian);
  }

  static void find(std::string_view text, const Survey&,
                   std::vector<Span>& out) {
    std::uint64_t after = 0;  // behind the last run
    for (std::uint64_t nul = text.find('\0'); nul < text.size();
         nul = text.find('\0', std::max(nul + 1, after))) {
      const std::uint64_t back = 1 - kLow;
      if (nul < after + back) continue;
      const std::uint64_t begin = nul - back;
      if (!is_first(text, begin)) continue;
      std::uint64_t end = begin;
      while (is_pair(text, end)) end += 2;
      if (end - begin >= 2 * kLeastDecoded) out.push_back({begin, end});
      after = std::max(after, end);
    }
  }

  template <typename Sink>
  static void read(std::string_view text, Span run, Sink& sink) {
    std::string utf8;
    for (std::uint64_t at = run.begin; at + 2 <= run.end; at += 2) {
      utf8.clear();
      append_utf8(static_cast<unsigned char>(text[at + kLow]), utf8);
      for (char byte : utf8) sink.put(byte, {at, at + 2});
    }
  }
};

}  // namespace

const Decoder kUtf16Le = decoder_of<Utf16<0>>("utf-16le", false);
const Decoder kUtf16Be = decoder_of<Utf16<1>>("utf-16be", false);

}  // namespace patrol
