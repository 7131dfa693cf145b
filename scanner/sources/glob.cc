#include "scanner/sources/glob.h"

#include <array>
#include <utility>

namespace patrol {
namespace {

bool is_upper(int c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(int c) { return c >= 'a' && c <= 'z'; }
bool is_digit(int c) { return c >= '0' && c <= '9'; }
bool is_alpha(int c) { return is_upper(c) || is_lower(c); }
bool is_alnum(int c) { return is_alpha(c) || is_digit(c); }
bool is_print(int c) { return c >= 0x20 && c <= 0x7E; }
// git's own table: no vertical tab, no form feed.
bool is_space(int c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_graph(int c) { return is_print(c) && c != ' '; }
bool is_punct(int c) { return is_graph(c) && !is_alnum(c); }
bool is_blank(int c) { return c == ' ' || c == '\t'; }
bool is_cntrl(int c) { return c < 0x20 || c == 0x7F; }
bool is_xdigit(int c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

using ClassTest = bool (*)(int);
constexpr std::array<std::pair<std::string_view, ClassTest>, 12> kClasses = {{
    {"alnum", is_alnum},
    {"alpha", is_alpha},
    {"blank", is_blank},
    {"cntrl", is_cntrl},
    {"digit", is_digit},
    {"graph", is_graph},
    {"lower", is_lower},
    {"print", is_print},
    {"punct", is_punct},
    {"space", is_space},
    {"upper", is_upper},
    {"xdigit", is_xdigit},
}};

ClassTest class_named(std::string_view name) {
  for (const auto& [known, test] : kClasses) {
    if (known == name) return test;
  }
  return nullptr;
}

unsigned char folded(unsigned char c) {
  return is_upper(c) ? static_cast<unsigned char>(c - 'A' + 'a') : c;
}
unsigned char to_upper(unsigned char c) {
  return is_lower(c) ? static_cast<unsigned char>(c - 'a' + 'A') : c;
}

}  // namespace

// Reads the pattern from left to right. Past its end peek() is NUL, as in the
// C strings that git reads, so that every rule about "what comes next" holds
// at the end too.
class Glob::Compiler {
 public:
  Compiler(std::string_view pattern, GlobSubject subject, Case letters,
           Glob& glob)
      : pattern_(pattern), subject_(subject), letters_(letters), glob_(glob) {}

  void compile() {
    while (at_ < pattern_.size()) {
      const unsigned char c = take();
      if (c == '*') {
        add_gap();
      } else if (c == '?') {
        glob_.steps_.push_back({Kind::kAny});
      } else if (c == '[') {
        add_set();
      } else if (c != '\\') {
        add_byte(c);
      } else if (at_ < pattern_.size()) {
        add_byte(take());
      } else {
        add_never();
      }
    }
  }

 private:
  unsigned char peek(std::size_t ahead = 0) const {
    const std::size_t at = at_ + ahead;
    return at < pattern_.size() ? static_cast<unsigned char>(pattern_[at]) : 0;
  }
  unsigned char take() {
    const unsigned char c = peek();
    ++at_;
    return c;
  }

  void add_byte(unsigned char c) {
    if (letters_ == Case::kFolded) c = folded(c);
    glob_.steps_.push_back({Kind::kByte, c});
  }
  void add_never() {
    glob_.steps_.push_back({Kind::kNever});
    at_ = pattern_.size();
  }

  // After the first '*' of a row of them.
  void add_gap() {
    const std::size_t first = at_ - 1;
    while (peek() == '*') ++at_;
    const bool is_row = at_ - first > 1;
    const bool starts_part = first == 0 || pattern_[first - 1] == '/';
    Kind kind = Kind::kGap;
    if (subject_ == GlobSubject::kPath && is_row && starts_part) {
      kind = kind_of_row();
    }
    if (kind == Kind::kFolders) ++at_;  // the '/' belongs to it
    glob_.steps_.push_back({kind});
  }

  Kind kind_of_row() const {
    if (at_ >= pattern_.size()) return Kind::kRest;
    if (peek() == '/') return Kind::kFolders;
    return peek() == '\\' && peek(1) == '/' ? Kind::kDeepGap : Kind::kGap;
  }

  // After the '['. A ']' that comes first is a member of the set.
  void add_set() {
    const bool negated = peek() == '!' || peek() == '^';
    if (negated) ++at_;
    ByteSet set;
    unsigned char before = 0;  // the left end of a range, if '-' comes next
    do {
      if (!add_member(set, before)) return add_never();
    } while (peek() != ']');
    ++at_;
    if (negated) set.flip();
    if (subject_ == GlobSubject::kPath) set.reset('/');
    glob_.steps_.push_back(
        {Kind::kSet, 0, static_cast<std::uint32_t>(glob_.sets_.size())});
    glob_.sets_.push_back(set);
  }

  // One character, range or class. False: the set is malformed.
  bool add_member(ByteSet& set, unsigned char& before) {
    if (at_ >= pattern_.size()) return false;
    unsigned char c = take();
    if (c == '[' && peek() == ':') return add_class(set, before);
    if (c == '-' && before != 0 && peek() != 0 && peek() != ']') {
      return add_range(set, before);
    }
    if (c == '\\') c = take();
    set.set(c);
    before = c;
    return c != 0;
  }

  // After the '-' of "a-z". What follows starts no other range.
  bool add_range(ByteSet& set, unsigned char& before) {
    unsigned char last = take();
    if (last == '\\') last = take();
    if (last == 0) return false;
    for (unsigned c = before; c <= last; ++c) {
      set.set(c);
      if (letters_ == Case::kFolded) set.set(folded(static_cast<uint8_t>(c)));
    }
    before = 0;
    return true;
  }

  // At the ':' of "[:digit:]". Without ":]" the '[' is a plain character.
  bool add_class(ByteSet& set, unsigned char& before) {
    const std::size_t bracket = pattern_.find(']', at_ + 1);
    if (bracket == pattern_.npos) return false;
    if (bracket == at_ + 1 || pattern_[bracket - 1] != ':') {
      set.set('[');
      before = '[';
      return true;
    }
    const ClassTest test =
        class_named(pattern_.substr(at_ + 1, bracket - at_ - 2));
    if (test == nullptr) return false;
    for (int c = 0; c < 256; ++c) {
      const auto byte = static_cast<unsigned char>(c);
      const bool also_upper = letters_ == Case::kFolded && test == is_upper;
      if (test(also_upper ? to_upper(byte) : c)) set.set(byte);
    }
    at_ = bracket + 1;
    before = 0;
    return true;
  }

  std::string_view pattern_;
  GlobSubject subject_;
  Case letters_;
  Glob& glob_;
  std::size_t at_ = 0;
};

Glob::Glob(std::string_view pattern, GlobSubject subject, Case letters) {
  Compiler(pattern, subject, letters, *this).compile();
  for (const Step& step : steps_) {
    if (step.kind <= Kind::kSet) ++shortest_;
  }
}

bool Glob::takes(const Step& step, char byte) const {
  const auto c = static_cast<unsigned char>(byte);
  switch (step.kind) {
    case Kind::kByte:
      return c == step.byte;
    case Kind::kAny:
      return c != '/';
    case Kind::kSet:
      return sets_[step.set][c];
    default:
      return false;
  }
}

// How far one try has come.
//
//   text    s r c / a / b / x . c
//                   ^ text       step: the '.', gap: after (folders)
struct Glob::Attempt {
  std::string_view subject;
  std::size_t step = 0;
  std::size_t text = 0;
  Place gap;   // the last kGap, and how much of the text it has passed
  Place deep;  // the last kDeepGap or kFolders, likewise
};

// Lets the last gap take in more of the text. False: none can.
bool Glob::stretch(Attempt& a) const {
  if (a.gap.step != kNowhere && a.gap.text < a.subject.size() &&
      a.subject[a.gap.text] != '/') {
    a.step = a.gap.step + 1;
    a.text = ++a.gap.text;
    return true;
  }
  if (a.deep.step == kNowhere || a.deep.text >= a.subject.size()) return false;
  if (steps_[a.deep.step].kind == Kind::kFolders) {
    a.deep.text = a.subject.find('/', a.deep.text);
    if (a.deep.text == a.subject.npos) return false;
  }
  a.step = a.deep.step + 1;
  a.text = ++a.deep.text;
  a.gap = {};
  return true;
}

// A cheap test that nearly every text fails: the last byte.
bool Glob::ends_like(std::string_view text) const {
  return steps_.empty() || text.empty() || steps_.back().kind > Kind::kSet ||
         takes(steps_.back(), text.back());
}

bool Glob::matches(std::string_view text) const {
  if (text.size() < shortest_ || !ends_like(text)) return false;
  Attempt a;
  a.subject = text;
  while (true) {
    if (a.step == steps_.size()) {
      if (a.text == text.size()) return true;
      if (!stretch(a)) return false;
      continue;
    }
    const Step& step = steps_[a.step];
    if (step.kind == Kind::kRest) return true;
    if (step.kind == Kind::kGap) {
      a.gap = {a.step++, a.text};
    } else if (step.kind == Kind::kDeepGap || step.kind == Kind::kFolders) {
      a.deep = {a.step++, a.text};
      a.gap = {};
    } else if (a.text < text.size() && takes(step, text[a.text])) {
      ++a.step;
      ++a.text;
    } else if (!stretch(a)) {
      return false;
    }
  }
}

}  // namespace patrol
