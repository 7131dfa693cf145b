#include "scanner/rules/regex_syntax.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

namespace patrol {
namespace {

using Kind = RegexNode::Kind;

// Deeper than any rule; keeps a hostile file from overflowing the stack.
constexpr int kMaxDepth = 200;
constexpr std::uint32_t kMaxRepeat = 1000;  // RE2's own limit

ByteSet any_byte() { return ByteSet{}.complement(); }

std::optional<int> hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// Recursive descent over the expression: alternation > concatenation >
// repetition > atom. A failure sets `error_` and unwinds; the first one stays.
class Parser {
 public:
  explicit Parser(std::string_view regex) : rest_(regex) {}

  Result<RegexNode> parse() {
    RegexNode node = alternation(0);
    if (error_.empty() && !rest_.empty()) fail("unmatched )");
    if (!error_.empty()) return Error{error_};
    return node;
  }

 private:
  struct Flags {
    bool caseless = false;
    bool dot_all = false;
  };

  void fail(std::string_view what) {
    if (error_.empty()) error_ = what;
    rest_ = {};
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  char next() {
    if (rest_.empty()) {
      fail("ends too early");
      return '\0';
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  RegexNode set_node(ByteSet set) const {
    if (flags_.caseless) add_other_case(set);
    RegexNode node;
    node.kind = Kind::kSet;
    node.set = set;
    return node;
  }
  RegexNode byte_node(char c) const {
    ByteSet set;
    set.add(static_cast<unsigned char>(c));
    return set_node(set);
  }

  RegexNode alternation(int depth) {
    if (depth > kMaxDepth) {
      fail("nested too deeply");
      return {};
    }
    RegexNode node;
    node.kind = Kind::kAlternate;
    do {
      node.children.push_back(concatenation(depth));
    } while (take('|'));
    if (node.children.size() == 1) return std::move(node.children.front());
    return node;
  }

  RegexNode concatenation(int depth) {
    RegexNode node;
    node.kind = Kind::kConcat;
    while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
      if (take("\\Q")) {
        quoted(node);
      } else {
        node.children.push_back(repetition(depth));
      }
    }
    return node;
  }

  void quoted(RegexNode& concat) {
    while (!rest_.empty() && !take("\\E")) {
      concat.children.push_back(byte_node(next()));
    }
  }

  RegexNode repetition(int depth) {
    RegexNode node = atom(depth);
    for (;;) {
      std::uint32_t min = 0;
      std::uint32_t max = kUnbounded;
      if (take('+')) {
        min = 1;
      } else if (take('?')) {
        max = 1;
      } else if (!take('*') && !counted(min, max)) {
        return node;
      }
      take('?');  // lazy: the same texts match
      RegexNode repeat;
      repeat.kind = Kind::kRepeat;
      repeat.min = min;
      repeat.max = max;
      repeat.children.push_back(std::move(node));
      node = std::move(repeat);
    }
  }

  std::optional<std::uint32_t> number() {
    std::uint32_t value = 0;
    std::size_t digits = 0;
    while (digits < rest_.size() && rest_[digits] >= '0' &&
           rest_[digits] <= '9' && digits < 6) {
      value = value * 10 + static_cast<std::uint32_t>(rest_[digits++] - '0');
    }
    rest_.remove_prefix(digits);
    if (digits == 0) return std::nullopt;
    return value;
  }

  // {n} {n,} {n,m}; anything else that begins with { is a literal brace.
  bool counted(std::uint32_t& min, std::uint32_t& max) {
    const std::string_view before = rest_;
    if (!take('{')) return false;
    const auto low = number();
    auto high = low;
    if (low && take(',')) {
      high = number();
      if (!high) high = kUnbounded;
    }
    if (!low || !take('}')) {
      rest_ = before;
      return false;
    }
    if (*low > kMaxRepeat || (*high != kUnbounded && *high > kMaxRepeat)) {
      fail("repeats more than 1000 times");
    } else if (*high < *low) {
      fail("repeat range ends before it begins");
    }
    min = *low;
    max = *high;
    return true;
  }

  RegexNode atom(int depth) {
    const char c = next();
    switch (c) {
      case '(':
        return group(depth);
      case '[':
        return set_node(char_class());
      case '\\':
        return escape();
      case '^':
      case '$':
        return {};
      case '.': {
        ByteSet set = any_byte();
        if (!flags_.dot_all) set.bits[0] &= ~(std::uint64_t{1} << '\n');
        RegexNode node;
        node.kind = Kind::kSet;
        node.set = set;
        return node;
      }
      case '*':
      case '+':
      case '?':
        fail("repeats nothing");
        return {};
      default:  // also a brace that opens no count
        return byte_node(c);
    }
  }

  // Flags end with their group: (?i) inside does not reach outside.
  RegexNode group(int depth) {
    const Flags outer = flags_;
    if (take("?P<") || take("?<")) {
      while (!rest_.empty() && rest_.front() != '>') rest_.remove_prefix(1);
      next();
    } else if (take('?')) {
      if (!flag_group()) return {};
    }
    RegexNode node = alternation(depth + 1);
    if (!take(')')) fail("missing )");
    flags_ = outer;
    return node;
  }

  // After "(?": reads flags. True: a group with these flags follows ("(?i:").
  // False: they hold for the rest of the enclosing group ("(?i)"), or failed.
  bool flag_group() {
    Flags flags = flags_;
    bool on = true;
    for (;;) {
      switch (next()) {
        case 'i':
          flags.caseless = on;
          break;
        case 's':
          flags.dot_all = on;
          break;
        case 'm':
        case 'U':
          break;
        case '-':
          on = false;
          break;
        case ')':
          flags_ = flags;
          return false;
        case ':':
          flags_ = flags;
          return true;
        default:
          fail("unknown group flag, or look-around, which RE2 does not have");
          return false;
      }
    }
  }
  RegexNode escape() {
    const char c = next();
    switch (c) {
      case 'b':
      case 'B':
      case 'A':
      case 'z':
        return {};
      case 'C':
        return any_node();
      case 'p':
      case 'P':
        skip_property();
        return any_node();
      case 'd':
      case 's':
      case 'w':
        return set_node(*named_class({&c, 1}));
      case 'D':
        return set_node(named_class("d")->complement());
      case 'S':
        return set_node(named_class("s")->complement());
      case 'W':
        return set_node(named_class("w")->complement());
      default:
        return byte_node(escaped_byte(c));
    }
  }

  RegexNode any_node() const {
    RegexNode node;
    node.kind = Kind::kSet;
    node.set = any_byte();
    return node;
  }

  void skip_property() {
    if (next() != '{') return;
    while (!rest_.empty() && rest_.front() != '}') rest_.remove_prefix(1);
    next();
  }

  // The byte that an escape stands for, `c` being what follows the backslash.
  char escaped_byte(char c) {
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'f':
        return '\f';
      case 'v':
        return '\v';
      case 'a':
        return '\a';
      case 'x':
        return hex_byte();
      default:
        break;
    }
    if (c >= '0' && c <= '7') return octal_byte(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '8' ||
        c == '9') {
      fail("unknown escape, or back-reference, which RE2 does not have");
    }
    return c;
  }

  char hex_byte() {
    const bool braced = take('{');
    int value = 0;
    int digits = 0;
    while (digits < (braced ? 6 : 2) && !rest_.empty()) {
      const auto digit = hex_value(rest_.front());
      if (!digit) break;
      value = value * 16 + *digit;
      rest_.remove_prefix(1);
      ++digits;
    }
    if (digits == 0 || (!braced && digits != 2) || (braced && !take('}'))) {
      fail("\\x needs two hex digits");
    }
    if (value > 0xFF) fail("a code point above \\xff is not a byte");
    return static_cast<char>(value);
  }

  char octal_byte(char first) {
    int value = first - '0';
    for (int i = 0; i < 2 && !rest_.empty(); ++i) {
      if (rest_.front() < '0' || rest_.front() > '7') break;
      value = value * 8 + (next() - '0');
    }
    return static_cast<char>(value);
  }

  // After "[": up to and including "]". A "]" that comes first is a literal.
  ByteSet char_class() {
    ByteSet set;
    const bool negated = take('^');
    bool first = true;
    while (first || (!rest_.empty() && rest_.front() != ']')) {
      first = false;
      if (rest_.empty()) break;
      if (!class_name(set)) class_range(set);
    }
    if (!take(']')) fail("missing ]");
    if (flags_.caseless) add_other_case(set);
    return negated ? set.complement() : set;
  }

  // [:alpha:], \d, \pL inside a class. False: something else comes next.
  bool class_name(ByteSet& set) {
    if (take("[:")) {
      const bool negated = take('^');
      const std::size_t end = rest_.find(":]");
      const auto named =
          named_class(rest_.substr(0, end == rest_.npos ? 0 : end));
      if (!named) {
        fail("unknown class name");
        return true;
      }
      rest_.remove_prefix(end + 2);
      set.add_all(negated ? named->complement() : *named);
      return true;
    }
    if (rest_.size() < 2 || rest_[0] != '\\') return false;
    const char c = rest_[1];
    if (c == 'p' || c == 'P') {
      rest_.remove_prefix(2);
      skip_property();
      set = any_byte();
      return true;
    }
    const char lower = static_cast<char>(c | 0x20);
    if (lower != 'd' && lower != 's' && lower != 'w') return false;
    rest_.remove_prefix(2);
    const ByteSet named = *named_class({&lower, 1});
    set.add_all(c == lower ? named : named.complement());
    return true;
  }

  void class_range(ByteSet& set) {
    const char low = class_byte();
    char high = low;
    if (rest_.size() >= 2 && rest_[0] == '-' && rest_[1] != ']') {
      rest_.remove_prefix(1);
      high = class_byte();
    }
    if (static_cast<unsigned char>(high) < static_cast<unsigned char>(low)) {
      fail("class range ends before it begins");
      return;
    }
    set.add_range(static_cast<unsigned char>(low),
                  static_cast<unsigned char>(high));
  }

  char class_byte() {
    const char c = next();
    return c == '\\' ? escaped_byte(next()) : c;
  }

  std::string_view rest_;
  Flags flags_;
  std::string error_;
};

}  // namespace

Result<RegexNode> parse_regex(std::string_view regex) {
  return Parser(regex).parse();
}

}  // namespace patrol
