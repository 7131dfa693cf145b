// Where tokens hide from a search: in base64 in a Kubernetes secret, behind
// \u002b in JSON, behind %2F in a URL, in two halves of a string literal. A
// decoder knows one such encoding. It finds the stretches of a text that may
// be encoded so, reads them, and says where in the text each part came from:
//
//   text      auth = "R 2 l 0 O m d o c F 9 … "
//   run               [ . . . . . . . . . . . )
//   decoded           G i t : g h p _ …
//   origin of "ghp_"          [ . . . . . . )
//
// What is decoded goes through the detector like any text, and is decoded
// again, to a depth (detect/detector.h). So no decoder knows rules, or other
// decoders. To add one, write its file and its line in the table of
// decoders.cc.
//
// Finding must cost next to nothing where nothing is encoded, which is nearly
// everywhere: one survey for all decoders (decode/survey.h) notes what their
// encodings cannot do without; then come tests that random data and plain text
// fail.
//
// Pure functions; thread-safe; a text of any length and content is safe. find
// takes time linear in the text, decode and origins in the run; what is decoded
// is never longer than the run.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/location.h"
#include "scanner/decode/survey.h"

namespace patrol {

// What a decoder adds around a run so that the words that name a token are
// decoded with it (detect/context.h looks as far).
inline constexpr std::uint64_t kDecodedContext = 256;

// A Span, small: there is one for each byte of decoded text, while needed.
// REQUIRES: texts are shorter than 4 GiB.
struct Origin {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Decoder {
  std::string_view name;  // as reports show it: "base64"

  // Whether it counts as a level of nesting. A character set does not: text
  // is never wrapped in UTF-16 twice.
  bool nests;

  // Appends the runs of `text`, in any order; they may overlap where one text
  // can be read in several ways. `survey` is that of `text`.
  void (*find)(std::string_view text, const Survey& survey,
               std::vector<Span>& out);

  // Appends what `run`, one of those, says.
  void (*decode)(std::string_view text, Span run, std::string& out);

  // Appends for each byte that decode() gives the bytes of `text` that it came
  // from: several bytes may share theirs, as three do in base64.
  void (*origins)(std::string_view text, Span run, std::vector<Origin>& out);
};

// In the order in which they are tried.
std::span<const Decoder> decoders();

}  // namespace patrol
