#include "scanner/decode/base64.h"

#include <algorithm>
#include <array>

#include "scanner/core/base64_alphabet.h"
#include "scanner/decode/line_break.h"
#include "scanner/decode/sink.h"

namespace patrol {
namespace {

// Stretches of text with foreign bytes between them, such as an accented word
// of a comment, are read as one when they are no further apart: the words
// around a token are then decoded with it.
constexpr std::size_t kMostForeign = kDecodedContext * 4 / 3;

// Characters that are looked at together.
constexpr std::size_t kWindow = 8;

std::uint8_t value_of(char c) {
  return kBase64Values[static_cast<unsigned char>(c)];
}

// The bytes' high bits, by the character's place in its group of four.
constexpr std::array<std::uint8_t, 4> kHighBit = {0x20, 0x08, 0x02, 0x00};

// May the character stand there in text? kFits[i % 4][c], bit p: if the groups
// begin at p, 4 + p, 8 + p ...
using Fits = std::array<std::array<std::uint8_t, 256>, 4>;
constexpr Fits make_fits() {
  Fits fits{};
  for (std::size_t at = 0; at < 4; ++at) {
    for (std::size_t c = 0; c < 256; ++c) {
      for (std::size_t p = 0; p < 4; ++p) {
        const bool fit = kBase64Values[c] != kNoBase64 &&
                         (kBase64Values[c] & kHighBit[(at + 4 - p) % 4]) == 0;
        fits[at][c] |= static_cast<std::uint8_t>(fit << p);
      }
    }
  }
  return fits;
}
constexpr Fits kFits = make_fits();

std::uint8_t fits(std::string_view chars, std::size_t i) {
  return kFits[i % 4][static_cast<unsigned char>(chars[i])];
}

std::uint64_t end_of_run(std::string_view text, std::uint64_t at) {
  while (at < text.size() && value_of(text[at]) != kNoBase64) ++at;
  return at;
}

// --- Wrapped lines ---------------------------------------------------------

// Base64 characters, the breaks between lines taken out. Used for one stream
// after the other, so that it allocates once.
class Stream {
 public:
  // Begins with `run`. Returns the end of its last line.
  std::uint64_t take(std::string_view text, const Span& run);

  std::string_view chars() const { return chars_; }

  // The offset in the text of the character `index`.
  std::uint64_t place(std::uint64_t index) const {
    const auto after =
        std::ranges::upper_bound(lines_, index, {}, &Line::first);
    const Line& line = *(after - 1);
    return line.begin + (index - line.first);
  }

 private:
  // chars_[first] stands at text[begin].
  struct Line {
    std::uint64_t first;
    std::uint64_t begin;
  };

  std::string_view chars_;
  std::vector<Line> lines_;  // sorted; never empty
  std::string joined_;       // what chars_ views if there are several lines
};

// Letters of one case after the first: prose, or a name.
bool is_word(std::string_view text) {
  return std::ranges::all_of(text.substr(1),
                             [](char c) { return c >= 'a' && c <= 'z'; });
}

// Is this a line of base64, not the first word of something else?
bool is_line(std::string_view text, const Span& line) {
  std::uint64_t at = line.end;
  while (at < text.size() && text[at] == '=') ++at;
  if (at == text.size() || line_break(text, at) != 0) return true;
  if (text[at] == ' ') return !is_word(text.substr(line.begin, line.size()));
  return std::string_view("\"'`<,;)]}\\@").find(text[at]) !=
         std::string_view::npos;
}

// The line of base64 that continues a run which ends at `at`: all but the last
// are of one length, `full`. Empty: none does.
Span next_line(std::string_view text, std::uint64_t at, std::uint64_t full) {
  const std::uint64_t gap = line_break(text, at);
  if (gap == 0) return {at, at};
  const Span line{at + gap, end_of_run(text, at + gap)};
  const bool continues = line.size() != 0 && is_line(text, line) &&
                         (full == 0 || line.size() <= full);
  return continues ? line : Span{at, at};
}

// The ways in which kWindow characters from chars[at] on may be text.
std::uint8_t ways_at(std::string_view chars, std::size_t at) {
  std::uint8_t ways = 0xF;
  for (std::size_t i = at; i < at + kWindow && ways != 0; ++i) {
    ways &= fits(chars, i);
  }
  return ways;
}

// May text be cut here?
bool ends_with_text(std::string_view chars) {
  return ways_at(chars, chars.size() - kWindow) != 0;
}

std::uint64_t Stream::take(std::string_view text, const Span& run) {
  lines_.assign(1, {0, run.begin});
  joined_.clear();
  chars_ = text.substr(run.begin, run.size());
  std::uint64_t end = run.end;
  if (!ends_with_text(chars_)) return end;
  std::uint64_t full = 0;
  for (Span line = next_line(text, end, 0); line.size() != 0;
       line = next_line(text, end, full)) {
    if (joined_.empty()) joined_ = chars_;
    lines_.push_back({joined_.size(), line.begin});
    joined_ += text.substr(line.begin, line.size());
    end = line.end;
    if (full != 0 && line.size() < full) break;
    full = line.size();
  }
  if (!joined_.empty()) chars_ = joined_;
  return end;
}

// --- Which stretches of a stream are text ----------------------------------

class TextFinder {
 public:
  TextFinder(std::string_view text, const Stream& stream,
             std::vector<Span>& out)
      : text_(text), stream_(stream), chars_(stream.chars()), out_(out) {}

  void find() {
    for (std::size_t window = 0; window + kWindow <= chars_.size();
         window += 2 * kWindow) {
      const std::uint8_t ways = ways_at(chars_, window);
      for (unsigned p = 0; ways != 0 && p < 4; ++p) {
        if ((ways >> p & 1) != 0 && window >= looked_at_[p]) extend(p, window);
      }
    }
    for (unsigned p = 0; p < 4; ++p) flush(p);
  }

 private:
  bool fit(unsigned p, std::size_t i) const {
    return (fits(chars_, i) >> p & 1) != 0;
  }

  // The stretch of way `p` that holds `at`.
  void extend(unsigned p, std::size_t at) {
    std::size_t begin = at;
    while (begin > looked_at_[p] && fit(p, begin - 1)) --begin;
    std::size_t end = at;
    while (end < chars_.size() && fit(p, end)) ++end;
    looked_at_[p] = end;
    if (end - begin < kLeastBase64) return;
    Span& open = open_[p];
    if (open.size() != 0 && begin - open.end > kMostForeign) flush(p);
    if (open.size() == 0) open.begin = begin;
    open.end = end;
  }

  // Groups of which a part fits are read whole.
  void flush(unsigned p) {
    Span& open = open_[p];
    if (open.size() == 0) return;
    const std::uint64_t into = (open.begin + 4 - p) % 4;
    const std::uint64_t begin =
        open.begin >= into ? open.begin - into : open.begin + 4 - into;
    const std::uint64_t end = std::min<std::uint64_t>(
        chars_.size(), open.end + (4 - (open.end + 4 - p) % 4) % 4);
    out_.push_back({stream_.place(begin), with_padding(end)});
    open = {};
  }

  // Behind the last character, and the padding that follows the stream.
  std::uint64_t with_padding(std::uint64_t end) const {
    std::uint64_t at = stream_.place(end - 1) + 1;
    if (end < chars_.size()) return at;
    while (at < text_.size() && text_[at] == '=') ++at;
    return at;
  }

  std::string_view text_;
  const Stream& stream_;
  std::string_view chars_;
  std::vector<Span>& out_;
  std::array<std::uint64_t, 4> looked_at_{};  // by way: up to here
  std::array<Span, 4> open_{};                // by way: not yet in out_
};

struct Base64 {
  static void find(std::string_view text, const Survey& survey,
                   std::vector<Span>& out);
  template <typename Sink>
  static void read(std::string_view text, Span run, Sink& sink);
};

void Base64::find(std::string_view text, const Survey& survey,
                  std::vector<Span>& out) {
  std::uint64_t done = 0;
  Stream stream;
  for (const Span& run : survey.text_runs()) {
    if (run.begin < done) continue;  // a line of the stream before
    done = stream.take(text, run);
    TextFinder(text, stream, out).find();
  }
}

// --- Reading ---------------------------------------------------------------

// Four characters, or what is left of them at the end.
class Group {
 public:
  bool full() const { return size_ == 4; }

  void add(std::uint8_t value, std::uint64_t at) {
    if (size_ == 0) begin_ = at;
    bits_ = bits_ << 6 | value;
    ++size_;
  }

  // `end`: behind its last character. Two characters are a byte, three two.
  template <typename Sink>
  void put(Sink& sink, std::uint64_t end) {
    bits_ <<= 6 * (4 - size_);
    for (unsigned i = 0; i + 1 < size_; ++i) {
      sink.put(static_cast<char>(bits_ >> (16 - 8 * i) & 0xFF), {begin_, end});
    }
    *this = {};
  }

 private:
  std::uint32_t bits_ = 0;
  unsigned size_ = 0;
  std::uint64_t begin_ = 0;
};

template <typename Sink>
void Base64::read(std::string_view text, Span run, Sink& sink) {
  Group group;
  for (std::uint64_t at = run.begin; at < run.end;) {
    const std::uint8_t value = value_of(text[at]);
    if (value == kNoBase64) {
      at += std::max<std::uint64_t>(1, line_break(text, at));
      continue;
    }
    group.add(value, at++);
    if (!group.full()) continue;
    group.put(sink, at);
  }
  group.put(sink, run.end);
}

}  // namespace

const Decoder kBase64 = decoder_of<Base64>("base64", true);

}  // namespace patrol
