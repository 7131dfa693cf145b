#include "scanner/rules/regex_syntax.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "scanner/rules/regex_reader.h"

namespace patrol {
namespace {

using Kind = RegexNode::Kind;

// Deeper than any rule; keeps a hostile file from overflowing the stack.
constexpr int kMaxDepth = 200;
constexpr std::uint32_t kMaxRepeat = 1000;  // RE2's own limit

// Recursive descent over the expression: alternation > concatenation >
// repetition > atom. A failure ends the text, and so unwinds.
class Parser {
 public:
  explicit Parser(std::string_view regex) : text_(regex) {}

  Result<RegexNode> parse() {
    RegexNode node = alternation(0);
    if (!text_.at_end()) text_.fail("unmatched )");
    if (!text_.error().empty()) return Error{text_.error()};
    return node;
  }

 private:
  struct Flags {
    bool caseless = false;
    bool dot_all = false;
    bool multi_line = false;
  };

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
      text_.fail("nested too deeply");
      return {};
    }
    RegexNode node;
    node.kind = Kind::kAlternate;
    do {
      node.children.push_back(concatenation(depth));
    } while (text_.take('|'));
    if (node.children.size() == 1) return std::move(node.children.front());
    return node;
  }

  RegexNode concatenation(int depth) {
    RegexNode node;
    node.kind = Kind::kConcat;
    while (!text_.at_end() && text_.peek() != '|' && text_.peek() != ')') {
      if (text_.take("\\Q")) {
        quoted(node);
      } else {
        node.children.push_back(repetition(depth));
      }
    }
    return node;
  }

  void quoted(RegexNode& concat) {
    while (!text_.at_end() && !text_.take("\\E")) {
      concat.children.push_back(byte_node(text_.next()));
    }
  }

  RegexNode repetition(int depth) {
    RegexNode node = atom(depth);
    for (;;) {
      std::uint32_t min = 0;
      std::uint32_t max = kUnbounded;
      if (text_.take('+')) {
        min = 1;
      } else if (text_.take('?')) {
        max = 1;
      } else if (!text_.take('*') && !counted(min, max)) {
        return node;
      }
      text_.take('?');  // lazy: the same texts match
      RegexNode repeat;
      repeat.kind = Kind::kRepeat;
      repeat.min = min;
      repeat.max = max;
      repeat.children.push_back(std::move(node));
      node = std::move(repeat);
    }
  }

  // {n} {n,} {n,m}; anything else that begins with { is a literal brace.
  bool counted(std::uint32_t& min, std::uint32_t& max) {
    const RegexReader before = text_;
    if (!text_.take('{')) return false;
    const auto low = text_.number();
    auto high = low;
    if (low && text_.take(',')) {
      high = text_.number();
      if (!high) high = kUnbounded;
    }
    if (!low || !text_.take('}')) {
      text_ = before;
      return false;
    }
    if (*low > kMaxRepeat || (*high != kUnbounded && *high > kMaxRepeat)) {
      text_.fail("repeats more than 1000 times");
    } else if (*high < *low) {
      text_.fail("repeat range ends before it begins");
    }
    min = *low;
    max = *high;
    return true;
  }

  static RegexNode begin_node() {
    RegexNode node;
    node.kind = RegexNode::Kind::kBegin;
    return node;
  }

  RegexNode atom(int depth) {
    const char c = text_.next();
    switch (c) {
      case '(':
        return group(depth);
      case '[':
        return set_node(char_class());
      case '\\':
        return escape();
      case '^':
        return flags_.multi_line ? RegexNode{} : begin_node();
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
        text_.fail("repeats nothing");
        return {};
      default:  // also a brace that opens no count
        return byte_node(c);
    }
  }

  // Flags end with their group: (?i) inside does not reach outside.
  RegexNode group(int depth) {
    const Flags outer = flags_;
    if (text_.take("?P<") || text_.take("?<")) {
      text_.skip_past('>');
    } else if (text_.take('?')) {
      if (!flag_group()) return {};
    }
    RegexNode node = alternation(depth + 1);
    if (!text_.take(')')) text_.fail("missing )");
    flags_ = outer;
    return node;
  }

  // After "(?": reads flags. True: a group with these flags follows ("(?i:").
  // False: they hold for the rest of the enclosing group ("(?i)"), or failed.
  bool flag_group() {
    Flags flags = flags_;
    bool on = true;
    for (;;) {
      switch (text_.next()) {
        case 'i':
          flags.caseless = on;
          break;
        case 's':
          flags.dot_all = on;
          break;
        case 'm':
          flags.multi_line = on;
          break;
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
          text_.fail(
              "unknown group flag, or look-around, which RE2 does not have");
          return false;
      }
    }
  }
  RegexNode escape() {
    const char c = text_.next();
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
        return byte_node(text_.escaped_byte(c));
    }
  }

  RegexNode any_node() const {
    RegexNode node;
    node.kind = Kind::kSet;
    node.set = any_byte();
    return node;
  }

  void skip_property() {
    if (text_.next() == '{') text_.skip_past('}');
  }

  // After "[": up to and including "]". A "]" that comes first is a literal.
  ByteSet char_class() {
    ByteSet set;
    const bool negated = text_.take('^');
    bool first = true;
    while (!text_.at_end() && (first || text_.peek() != ']')) {
      first = false;
      if (!class_name(set)) class_range(set);
    }
    if (!text_.take(']')) text_.fail("missing ]");
    if (flags_.caseless) add_other_case(set);
    return negated ? set.complement() : set;
  }

  // [:alpha:], \d, \pL inside a class. False: something else comes next.
  bool class_name(ByteSet& set) {
    if (text_.take("[:")) {
      const bool negated = text_.take('^');
      const auto named = named_class(text_.take_until(":]"));
      if (!named) {
        text_.fail("unknown class name");
        return true;
      }
      set.add_all(negated ? named->complement() : *named);
      return true;
    }
    const char c = text_.peek(1);
    if (text_.peek() != '\\') return false;
    if (c == 'p' || c == 'P') {
      text_.skip(2);
      skip_property();
      set = any_byte();
      return true;
    }
    const char lower = static_cast<char>(c | 0x20);
    if (lower != 'd' && lower != 's' && lower != 'w') return false;
    text_.skip(2);
    const ByteSet named = *named_class({&lower, 1});
    set.add_all(c == lower ? named : named.complement());
    return true;
  }

  void class_range(ByteSet& set) {
    const char low = class_byte();
    char high = low;
    if (text_.left() >= 2 && text_.peek() == '-' && text_.peek(1) != ']') {
      text_.skip(1);
      high = class_byte();
    }
    if (static_cast<unsigned char>(high) < static_cast<unsigned char>(low)) {
      text_.fail("class range ends before it begins");
      return;
    }
    set.add_range(static_cast<unsigned char>(low),
                  static_cast<unsigned char>(high));
  }

  char class_byte() {
    const char c = text_.next();
    return c == '\\' ? text_.escaped_byte(text_.next()) : c;
  }

  RegexReader text_;
  Flags flags_;
};

}  // namespace

Result<RegexNode> parse_regex(std::string_view regex) {
  return Parser(regex).parse();
}

}  // namespace patrol
