// Encodings that leave most characters as they are and write some in another
// way: \u002b, %2F, &amp;, a literal that is continued on the next line. Such
// text is searched as it is; it must be read only where a token may hold a
// substitute. So:
//
//   text          key = "AccountKey=q0Zt … 3A%2F9kB … %3D%3D;"
//   mark                                    ^             ^  ^
//   dense text           [ . . . . . . . . . . . . . . . . . . )
//   run           [ . . . . context . . . . . . . . . . . . . . . . )
//
// A mark is found by a vector search. What stands there is read; if it says a
// character that tokens hold, the dense text around it (no blanks, no quotes)
// is taken, and where that is as long as a token, the run is it with
// kDecodedContext on both sides.
//
// An encoding is a struct with
//
//   static constexpr Mark kMark        what substitutes begin with
//   static bool is_mark(char)          the same
//   static Substitute read(text, at)   the one at text[at]
//
// and its Decoder is substitution_decoder<Encoding>("name").
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/core/location.h"
#include "scanner/core/utf8.h"
#include "scanner/decode/decoder.h"
#include "scanner/decode/sink.h"

namespace patrol {

// What stands at a mark. size 0: nothing that is read.
struct Substitute {
  std::uint64_t size = 0;     // bytes of the text
  std::array<char, 4> bytes;  // what they say
  std::uint64_t count = 0;    // of `bytes`
  bool telling = false;       // a token may hold it, and not as it is written
};

// A substitute for one character. Telling where tokens hold that character.
Substitute substitute(std::uint64_t size, char32_t character);

// A substitute for nothing: what it stands between belongs together.
Substitute nothing(std::uint64_t size);

// May a token hold the byte?
constexpr bool is_token_byte(char c) {
  return c > ' ' && c <= '~' && c != '"' && c != '\'' && c != '`' && c != '\\';
}

// Does the byte belong to dense text? Bytes above 127 do: a path may hold them.
constexpr bool is_dense(char c) {
  return static_cast<unsigned char>(c) > ' ' && c != '"' && c != '\'' &&
         c != '`' && c != '<' && c != '>';
}

// `dense` without its short spans, the others with context, merged where they
// touch.
void add_runs(std::string_view text, const std::vector<Span>& dense,
              std::vector<Span>& out);

template <typename Encoding>
struct Substitution {
  static void find(std::string_view text, const Survey& survey,
                   std::vector<Span>& out) {
    add_runs(text, dense_spans(text, survey.marks(Encoding::kMark)), out);
  }

  template <typename Sink>
  static void read(std::string_view text, Span run, Sink& sink) {
    for (std::uint64_t at = run.begin; at < run.end;) {
      if (!Encoding::is_mark(text[at])) {
        sink.put(text[at], {at, at + 1});
        ++at;
        continue;
      }
      const Substitute found = Encoding::read(text.substr(0, run.end), at);
      if (found.size == 0) {
        sink.put(text[at], {at, at + 1});
        ++at;
        continue;
      }
      for (std::uint64_t i = 0; i < found.count; ++i) {
        sink.put(found.bytes[i], {at, at + found.size});
      }
      at += found.size;
    }
  }

 private:
  // Spans of dense text with a telling substitute, as long as they are.
  static std::vector<Span> dense_spans(std::string_view text,
                                       std::span<const std::uint32_t> marks) {
    std::vector<Span> dense;
    std::uint64_t after = 0;  // behind the last span or substitute
    for (std::uint64_t at : marks) {
      if (at < after) continue;
      const Substitute found = Encoding::read(text, at);
      if (!found.telling) {
        after = at + found.size;
        continue;
      }
      const Span span{dense_begin(text, dense, at),
                      dense_end(text, at + found.size)};
      if (!dense.empty() && span.begin == dense.back().end) {
        dense.back().end = span.end;
      } else {
        dense.push_back(span);
      }
      after = span.end;
    }
    return dense;
  }

  // Not further back than the span before.
  static std::uint64_t dense_begin(std::string_view text,
                                   const std::vector<Span>& dense,
                                   std::uint64_t at) {
    const std::uint64_t first = dense.empty() ? 0 : dense.back().end;
    while (at > first && is_dense(text[at - 1])) --at;
    return at;
  }

  // Over substitutes too, whatever they are written with.
  static std::uint64_t dense_end(std::string_view text, std::uint64_t at) {
    while (at < text.size()) {
      const Substitute found =
          Encoding::is_mark(text[at]) ? Encoding::read(text, at) : Substitute{};
      if (!found.telling && !is_dense(text[at])) return at;
      at += found.telling ? found.size : 1;
    }
    return at;
  }
};

template <typename Encoding>
constexpr Decoder substitution_decoder(std::string_view name) {
  return decoder_of<Substitution<Encoding>>(name, true);
}

}  // namespace patrol
