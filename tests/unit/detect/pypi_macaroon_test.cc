#include "scanner/detect/pypi_macaroon.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "scanner/core/codec.h"

namespace patrol {
namespace {

std::string field(char type, std::string_view bytes) {
  std::string out(1, type);
  if (bytes.size() >= 128)
    out += static_cast<char>(0x80 | (bytes.size() & 127));
  out +=
      static_cast<char>(bytes.size() >= 128 ? bytes.size() >> 7 : bytes.size());
  return out + std::string(bytes);
}

const std::string kEnd(1, '\0');

std::string bytes_of(std::initializer_list<std::string_view> caveats,
                     std::size_t signature = 32) {
  std::string bytes = "\x02" + field('\1', "pypi.org") +
                      field('\2', "6e9e2d4c-0000-4000-8000-5f1d7a84e2c0") +
                      kEnd;
  for (std::string_view caveat : caveats) {
    bytes += field('\2', caveat) + kEnd;
  }
  return bytes + kEnd + field('\6', std::string(signature, 's'));
}

std::optional<Facts> read_bytes(std::string_view bytes) {
  std::string text = encode_base64(bytes);
  text.erase(text.find_last_not_of('=') + 1);
  return read_pypi_macaroon("pypi-" + text, Rule{});
}

TEST(PypiMacaroon, TellsATokenOfTheWholeAccount) {
  const Facts facts = {{"scope", "whole account"}};
  EXPECT_EQ(read_bytes(bytes_of({})), facts);
  EXPECT_EQ(read_bytes(bytes_of({R"({"version": 1, "permissions": "user"})"})),
            facts);
  EXPECT_EQ(read_bytes(bytes_of({R"([3,"6e9e2d4c"])"})), facts);
}

TEST(PypiMacaroon, NamesItsProjects) {
  const Facts facts = {{"scope", "projects: contoso, fabrikam"}};
  EXPECT_EQ(read_bytes(bytes_of({R"([1,["contoso","fabrikam"]])"})), facts);
  EXPECT_EQ(read_bytes(bytes_of({R"({"version": 1, "permissions": )"
                                 R"({"projects": ["contoso", "fabrikam"]}})"})),
            facts);
}

TEST(PypiMacaroon, TellsItsExpiry) {
  EXPECT_EQ(read_bytes(bytes_of({R"([1,["a"]])", "[0,1795464000,1780000000]"})),
            (Facts{{"scope", "projects: a"}, {"expires", "2026-11-23"}}));
  EXPECT_EQ(read_bytes(bytes_of({"[0, 1795464000, 1780000000]"})),
            (Facts{{"scope", "whole account"}, {"expires", "2026-11-23"}}));
  const Facts never = {{"scope", "whole account"}};
  EXPECT_EQ(read_bytes(bytes_of({"[0,"})), never);
  EXPECT_EQ(read_bytes(bytes_of({"[0,99999999999999999999]"})), never);
}

TEST(PypiMacaroon, ReadsLengthsOfTwoBytes) {
  const std::string caveat = R"([1,[")" + std::string(200, 'p') + R"("]])";
  EXPECT_EQ(read_bytes(bytes_of({caveat})),
            (Facts{{"scope", "projects: " + std::string(200, 'p')}}));
}

TEST(PypiMacaroon, RefusesWhatIsCutAnywhere) {
  const std::string whole = bytes_of({R"([1,["contoso"]])"});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(read_bytes(whole.substr(0, length))) << length;
  }
  EXPECT_FALSE(read_bytes(whole + "s"));
}

TEST(PypiMacaroon, RefusesOtherVersionsAndSignatures) {
  std::string other = bytes_of({});
  other[0] = '\1';
  EXPECT_FALSE(read_bytes(other));
  EXPECT_FALSE(read_bytes(bytes_of({}, 31)));
  EXPECT_FALSE(read_bytes(bytes_of({}, 33)));
}

}  // namespace
}  // namespace patrol
