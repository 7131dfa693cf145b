// Any bytes, taken for what a server answers to a login: nothing of it is
// believed, and an answer is the same whether it comes whole or a byte a time.
//
// The first byte is the protocol; AMQP and MongoDB are those written here.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/logins/amqp_login.h"
#include "scanner/logins/mongodb_login.h"
#include "scanner/logins/scram_sha256.h"
#include "tests/fuzz/require.h"

namespace patrol {
namespace {

constexpr std::size_t kLongest = std::size_t{8} << 10;

bool same(const AmqpMethod& a, const AmqpMethod& b) {
  return a.kind == b.kind && a.number == b.number && a.arguments == b.arguments;
}

bool same(const MongoAnswer& a, const MongoAnswer& b) {
  return a.is_ok == b.is_ok && a.code == b.code &&
         a.conversation == b.conversation && a.payload == b.payload;
}

template <typename T>
std::optional<T> checked(std::optional<T> (*take)(std::string&),
                         std::string_view bytes) {
  std::string whole(bytes);
  const std::optional<T> answer = take(whole);
  require(bytes.ends_with(whole), "what is left is the end");
  std::string come;
  std::optional<T> grown = take(come);
  for (std::size_t i = 0; i < bytes.size() && !grown; ++i) {
    come += bytes[i];
    grown = take(come);
  }
  require(answer.has_value() == grown.has_value(), "it is there either way");
  require(!answer || same(*answer, *grown), "it is the same either way");
  return answer;
}

void check(std::string_view bytes) {
  if (bytes.empty() || bytes.size() > kLongest) return;
  const bool is_amqp = bytes.front() % 2 == 0;
  bytes.remove_prefix(1);
  if (is_amqp) {
    const auto method = checked(take_amqp_method, bytes);
    if (method) require(!amqp_server(method->arguments).empty(), "has a name");
    return;
  }
  const auto answer = checked(take_mongo_answer, bytes);
  if (answer) scram_final("ada", "password", "nonce", answer->payload);
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  patrol::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
