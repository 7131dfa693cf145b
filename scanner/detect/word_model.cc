#include "scanner/detect/word_model.h"

#include <array>
#include <cmath>
#include <cstddef>

#include "scanner/core/ascii.h"
#include "scanner/detect/entropy.h"

namespace patrol {
namespace {

// Bits that a letter takes by the one before it, in halves: 'a' is 0, 'z' 12.5.
// Rows: the first letter of a word, then a to z; columns: a to z. Cases are
// one.
constexpr std::array<std::string_view, 27> kLetterBits = {
    "ikhjjjlljpokjkkiqihhlllmsr", "rkhisokukvogihvjwhhflnpnnp",
    "golnhpotijsfmqimtkjogsrpjs", "hqmphnqhlyhimoemsjmgkottoy",
    "hnmidopqgsrklnilrjjnjpopnv", "joiinlltqvtikgqlnffhqlmjnv",
    "hqknihmuexuiongotikijupqnx", "komqdplkgwwlnjhmvhhkkrswrn",
    "fqonerrugyrolrgovklijumxmt", "llijkkjxtvrijehktkhgvlwnzl",
    "irpodrrsmtnsprfnsreojsqtup", "inoncnjqhurloklotnhlkpnwqv",
    "hoojejqtgwnhqrgmwrjjjpsslw", "elljerrshusljoghurknkrrsoz",
    "hrihgjhrjummplimtqhflluvpx", "lliirlmunqmjiekiygjjilkpqv",
    "grllgnpmjznhmphjtgkijpqulz", "oolmkpspmushjopmnkkobqqrsr",
    "hokleolvhzmlkmgnrjiilmrqkx", "kqjofqpjhxlmnqjkpohejroulv",
    "grloeoqhgztmnrimwhjklspoju", "limlhmlujxugjgpiughgsswnzs",
    "eolndmprfzrnlpljqolmrqprvt", "gqnlhqpkexummihoqgioqtlrvt",
    "ilhmhlophwwokqmgrokenmrkjv", "lmlplpqtmutkhhldvofhqpnroo",
    "irnpcprrhvsnnqiptpnqhqqoki",
};

enum Kind : std::size_t { kLower, kUpper, kDigit, kSign };

// Bits that a kind of character takes by the one before it. Rows: the first
// character of all, then small letter, capital, digit, sign.
constexpr std::array<std::array<double, 4>, 5> kKindBits = {{
    {0.6, 2.1, 5.1, 3.8},
    {0.2, 4.6, 6.6, 3.2},
    {1.9, 0.7, 5.1, 3.2},
    {3.2, 3.9, 0.7, 2.4},
    {0.6, 1.9, 4.5, 4.2},
}};
// Among digits 0, 1 and 2 lead, among signs '_' and '.'.
constexpr double kDigitBits = 3.0;
constexpr double kSignBits = 2.5;

Kind kind_of(char c) {
  if (is_digit(c)) return kDigit;
  if (!is_letter(c)) return kSign;
  return lower(c) == c ? kLower : kUpper;
}

std::size_t row_of(char letter) {
  return static_cast<std::size_t>(lower(letter) - 'a') + 1;
}

// `before`: 0 at the beginning. A capital behind a small letter begins a word.
double letter_bits(char c, char before) {
  const bool goes_on =
      is_letter(before) && !(kind_of(before) == kLower && kind_of(c) == kUpper);
  const std::string_view row = kLetterBits[goes_on ? row_of(before) : 0];
  return (row[row_of(c) - 1] - 'a') / 2.0;
}

double character_bits(char c, char before) {
  const std::size_t row = before == 0 ? 0 : kind_of(before) + std::size_t{1};
  const Kind kind = kind_of(c);
  const double kind_bits = kKindBits[row][kind];
  if (kind == kDigit) return kind_bits + kDigitBits;
  if (kind == kSign) return kind_bits + kSignBits;
  return kind_bits + letter_bits(c, before);
}

}  // namespace

double bits_for_drawn(std::string_view text) {
  double as_words = 0;
  char before = 0;
  for (char c : text) {
    as_words += character_bits(c, before);
    before = c;
  }
  const double one = std::log2(alphabet_size(text));
  return as_words - one * static_cast<double>(text.size());
}

}  // namespace patrol
