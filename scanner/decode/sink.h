// Where a decoder puts what it reads. A reader is written once, as a template
// over these two: one keeps the text, the other where each byte of it came
// from. So positions cost nothing until there is something to show.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/core/location.h"
#include "scanner/decode/decoder.h"

namespace patrol {

// Keeps the bytes.
class TextSink {
 public:
  explicit TextSink(std::string& out) : out_(out) {}

  void put(char byte, Span) { out_ += byte; }

 private:
  std::string& out_;
};

// Keeps where each came from.
class OriginSink {
 public:
  explicit OriginSink(std::vector<Origin>& out) : out_(out) {}

  void put(char, Span from) {
    out_.push_back({static_cast<std::uint32_t>(from.begin),
                    static_cast<std::uint32_t>(from.end)});
  }

 private:
  std::vector<Origin>& out_;
};

// A Decoder from a Reader: a struct with find(), as Decoder has it, and a
// template read(text, run, sink).
template <typename Reader>
constexpr Decoder decoder_of(std::string_view name, bool nests) {
  return {name, nests, Reader::find,
          [](std::string_view text, Span run, std::string& out) {
            TextSink sink(out);
            Reader::read(text, run, sink);
          },
          [](std::string_view text, Span run, std::vector<Origin>& out) {
            OriginSink sink(out);
            Reader::read(text, run, sink);
          }};
}

}  // namespace patrol
