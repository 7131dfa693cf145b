#include "scanner/logins/mongodb_login.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <random>
#include <utility>

#include "scanner/logins/raw_connection.h"
#include "scanner/logins/scram_sha256.h"

namespace patrol {
namespace {

constexpr std::size_t kHead = 16;  // length, id, id that is answered, opcode
constexpr std::size_t kFlags = 5;  // of OP_MSG, and the kind of its section
constexpr std::size_t kLargest = std::size_t{64} << 10;
constexpr std::int32_t kOpMsg = 2013;
constexpr int kAuthenticationFailed = 18;
constexpr std::size_t kNonceBytes = 24;

// Types of BSON's values.
enum Type : char {
  kDouble = 1,
  kText = 2,
  kDocument = 3,
  kArray = 4,
  kBinary = 5,
  kBoolean = 8,
  kInt32 = 16,
  kInt64 = 18,
};

// ---- Writing ----------------------------------------------------------------

// Little-endian, as BSON has it.
std::string int32(std::int32_t value) {
  const auto bits = static_cast<std::uint32_t>(value);
  std::string out;
  for (unsigned shift = 0; shift < 32; shift += 8) {
    out += static_cast<char>(bits >> shift & 0xFF);
  }
  return out;
}

std::int32_t size_of(std::string_view text) {
  return static_cast<std::int32_t>(text.size());
}

std::string element(Type type, std::string_view name, std::string_view value) {
  return static_cast<char>(type) + std::string(name) + '\0' +
         std::string(value);
}

std::string text_element(std::string_view name, std::string_view text) {
  return element(kText, name,
                 int32(size_of(text) + 1) + std::string(text) + '\0');
}

std::string binary_element(std::string_view name, std::string_view bytes) {
  return element(kBinary, name,
                 int32(size_of(bytes)) + '\0' + std::string(bytes));
}

std::string document(const std::string& elements) {
  return int32(size_of(elements) + 5) + elements + '\0';
}

std::string message(const std::string& elements) {
  const std::string body = std::string(kFlags, '\0') + document(elements);
  return int32(size_of(body) + static_cast<std::int32_t>(kHead)) + int32(1) +
         int32(0) + int32(kOpMsg) + body;
}

std::string sasl_start(std::string_view payload, std::string_view database) {
  const std::string options =
      element(kBoolean, "skipEmptyExchange", std::string(1, '\1'));
  return message(element(kInt32, "saslStart", int32(1)) +
                 text_element("mechanism", "SCRAM-SHA-256") +
                 binary_element("payload", payload) +
                 element(kDocument, "options", document(options)) +
                 text_element("$db", database));
}

std::string sasl_continue(std::int32_t conversation, std::string_view payload,
                          std::string_view database) {
  return message(element(kInt32, "saslContinue", int32(1)) +
                 element(kInt32, "conversationId", int32(conversation)) +
                 binary_element("payload", payload) +
                 text_element("$db", database));
}

// ---- Reading ----------------------------------------------------------------

// Never past the end: what is not there reads as nothing, and ends it.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool is_over() const { return rest_.empty(); }

  std::string_view take(std::size_t count) {
    if (count > rest_.size()) {
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  std::uint64_t number(std::size_t bytes) {
    std::uint64_t value = 0;
    const std::string_view taken = take(bytes);
    for (std::size_t i = taken.size(); i-- > 0;) {
      value = value << 8 | static_cast<unsigned char>(taken[i]);
    }
    return value;
  }

  std::int32_t int32() { return static_cast<std::int32_t>(number(4)); }

  std::string_view name() {
    const std::size_t end = rest_.find('\0');
    if (end == rest_.npos) return take(rest_.size() + 1);
    const std::string_view taken = take(end);
    take(1);
    return taken;
  }

  // Of a size that stands ahead and counts `counted` bytes that are not there.
  std::string_view sized(std::size_t counted = 0) {
    const std::uint64_t size = number(4);
    return size < counted ? take(rest_.size() + 1) : take(size - counted);
  }

 private:
  std::string_view rest_;
};

// The value of an element as far as it is of use.
struct Value {
  double number = 0;
  std::string_view bytes = {};
};

// nullopt: a type that no answer here has; what follows cannot be read.
std::optional<Value> take_value(Reader& reader, char type) {
  switch (type) {
    case kDouble:
      return Value{std::bit_cast<double>(reader.number(8))};
    case kInt32:
      return Value{static_cast<double>(reader.int32())};
    case kInt64:
      return Value{static_cast<double>(reader.number(8))};
    case kBoolean:
      return Value{static_cast<double>(reader.number(1))};
    case kText:
      return Value{0, reader.sized()};
    case kBinary: {
      const std::size_t size = reader.number(4);
      reader.take(1);  // its kind
      return Value{0, reader.take(size)};
    }
    case kDocument:
    case kArray:
      return Value{0, reader.sized(4)};
    default:
      return std::nullopt;
  }
}

// 0: it is no such number.
std::int32_t whole(double number) {
  constexpr double kMost = std::numeric_limits<std::int32_t>::max();
  return number >= -kMost && number <= kMost ? static_cast<std::int32_t>(number)
                                             : 0;
}

MongoAnswer answer_of(std::string_view body) {
  MongoAnswer answer;
  Reader reader(body);
  reader.take(kFlags + 4);
  while (!reader.is_over()) {
    const std::string_view type = reader.take(1);
    if (type[0] == '\0') break;
    const std::string_view name = reader.name();
    const auto value = take_value(reader, type[0]);
    if (!value) break;
    if (name == "ok") answer.is_ok = value->number == 1;
    if (name == "code") answer.code = whole(value->number);
    if (name == "conversationId") answer.conversation = whole(value->number);
    if (name == "payload") answer.payload = value->bytes;
  }
  return answer;
}

// ---- The conversation -------------------------------------------------------

std::string draw_nonce() {
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  std::random_device random;
  std::string out;
  while (out.size() < kNonceBytes) out += kLetters[random() % 64];
  return out;
}

class MongoTalk {
 public:
  MongoTalk(const LoginRequest& request, RawConnection connection)
      : request_(request),
        connection_(std::move(connection)),
        database_(request.database.empty() ? "admin" : request.database) {}

  Verification run() {
    const std::string nonce = draw_nonce();
    const auto start =
        say(sasl_start(scram_first(request_.user, nonce), database_));
    if (!start) return connection_.no_answer();
    if (!start->is_ok) return refused_by(*start);
    const auto proof =
        scram_final(request_.user, request_.password, nonce, start->payload);
    if (!proof) return unknown("the answer is none of SCRAM");
    const auto end = say(sasl_continue(start->conversation, *proof, database_));
    if (!end) return connection_.no_answer();
    return end->is_ok ? logged_in(request_, "MongoDB") : refused_by(*end);
  }

 private:
  static Verification refused_by(const MongoAnswer& answer) {
    const std::string said = "error " + std::to_string(answer.code);
    return answer.code == kAuthenticationFailed ? refused(said) : unknown(said);
  }

  std::optional<MongoAnswer> say(std::string_view bytes) {
    return connection_.ask(bytes, take_mongo_answer);
  }

  const LoginRequest& request_;
  RawConnection connection_;
  const std::string database_;
};

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

Verification mongodb_login(const CurlLibrary& curl, const LoginRequest& request,
                           const HttpOptions& options,
                           const Patience& patience) {
  if (!is_ascii(request.user + request.password)) {
    return unknown("its characters are not all ASCII");
  }
  auto connection = RawConnection::open(curl, request, options, patience);
  if (!connection) return unknown(connection.error().message);
  return MongoTalk(request, *std::move(connection)).run();
}

std::optional<MongoAnswer> take_mongo_answer(std::string& bytes) {
  if (bytes.size() < kHead) return std::nullopt;
  Reader head(bytes);
  const std::uint64_t size = head.number(4);
  head.take(8);
  const bool is_message =
      size > kHead + kFlags + 4 && size <= kLargest && head.int32() == kOpMsg;
  if (!is_message) return MongoAnswer();
  if (bytes.size() < size) return std::nullopt;
  const MongoAnswer answer =
      answer_of(std::string_view(bytes).substr(kHead, size - kHead));
  bytes.erase(0, size);
  return answer;
}

}  // namespace patrol
