#include "scanner/detect/shared_access_signature.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

// 32 bytes that look drawn, percent-encoded base64.
const std::string kSig =
    "q7LrW2xT0vKd92eHs7BmZ4tRw81kQ"
    "pN5cYfUa3GjXoE%3D";

std::optional<Facts> read(const std::string& query,
                          const std::string& before = "") {
  const std::string text = before + query + "\"";
  const Span secret{before.size(), before.size() + query.size()};
  return read_shared_access_signature({text, secret, secret}, Rule{});
}

std::optional<Facts> read_bus(const std::string& query) {
  const Span whole{0, query.size()};
  return read_service_bus_signature({query, whole, whole}, Rule{});
}

TEST(SharedAccessSignature, SaysWhatItGrantsUntilWhen) {
  EXPECT_EQ(read("sv=2022-11-02&sr=c&sp=rwdl&st=2026-01-01&"
                 "se=2026-12-31T23%3A59%3A59Z&sig=" +
                     kSig,
                 "https://orders.blob.core.windows.net/in?"),
            (Facts{{"expires", "2026-12-31T23:59:59Z"},
                   {"starts", "2026-01-01"},
                   {"permissions", "rwdl"},
                   {"host", "orders.blob.core.windows.net"}}));
}

TEST(SharedAccessSignature, ReadsTheSecondsOfServiceBus) {
  // 1767225599 is 2025-12-31T23:59:59Z, as date -u -d @1767225599 says.
  EXPECT_EQ(read_bus("sr=sb%3a%2f%2fo.servicebus.windows.net%2fin&sig=" + kSig +
                     "&se=1767225599&skn=send"),
            (Facts{{"expires", "2025-12-31T23:59:59Z"},
                   {"policy", "send"},
                   {"host", "o.servicebus.windows.net"}}));
}

TEST(SharedAccessSignature, IsOfStorageOrOfServiceBusNotOfBoth) {
  const std::string end = "&se=1767225599&sig=" + kSig;
  EXPECT_FALSE(read("sr=sb%3a%2f%2fo.servicebus.windows.net%2fin" + end));
  EXPECT_FALSE(read_bus("sr=c" + end)) << "a container of Storage";
  EXPECT_FALSE(read_bus("sv=2022-11-02&sr=o.windows.net" + end));
  EXPECT_TRUE(read_bus("sr=plant7.azure-devices.net" + end)) << "an IoT Hub";
}

TEST(SharedAccessSignature, ReadsEscapedSeparators) {
  for (const char* separator : {"&", "&amp;", "\\u0026"}) {
    const auto facts = read("sv=2022-11-02" + std::string(separator) +
                            "se=2027-01-01" + separator + "sig=" + kSig);
    EXPECT_EQ(facts, (Facts{{"expires", "2027-01-01"}})) << separator;
  }
}

TEST(SharedAccessSignature, MayLeaveItsExpiryToAPolicy) {
  EXPECT_EQ(read("sv=2022-11-02&si=readers&sr=c&sig=" + kSig),
            (Facts{{"policy", "readers"}}));
}

TEST(SharedAccessSignature, IsNoneWithoutWhatItIsMadeOf) {
  EXPECT_FALSE(read("sv=2022-11-02&sr=c&sig=" + kSig));
  EXPECT_FALSE(read("sv=2022-11-02&se=soon&sig=" + kSig));
  EXPECT_FALSE(read("sv=2022-11-02&se=2027-01-01&sig=abcd"));
  EXPECT_FALSE(read("sv=2022-11-02&se=2027-01-01"));
  EXPECT_FALSE(read("se=2027-01-01&sig=" + kSig));
  EXPECT_FALSE(
      read("sv=2022-11-02&se=2027-01-01&sig=" + std::string(43, 'A') + "%3D"));
}

bool is_doubtful(const std::string& before) {
  const std::string text = before + "sv=2022-11-02&se=2027-01-01&sig=" + kSig;
  const Span secret{before.size(), text.size()};
  return is_doubtful_signature({text, secret, secret});
}

TEST(SharedAccessSignature, IsDoubtfulWhereItIsCalledAMock) {
  EXPECT_TRUE(is_doubtful("MOCK_URL = \"https://o.blob.core.windows.net/i?"));
  EXPECT_TRUE(is_doubtful("url = \"https://mockshare.blob.core.windows.net/?"));
  EXPECT_FALSE(is_doubtful("URL = \"https://o.blob.core.windows.net/i?"));
}

TEST(SharedAccessSignature, IsDoubtfulWhereItEndsBeforeItBegins) {
  const auto is_doubtful_from = [](const std::string& start) {
    const std::string text =
        "sv=2022-11-02&st=" + start + "&se=2027-01-01&sig=" + kSig;
    const Span secret{0, text.size()};
    return is_doubtful_signature({text, secret, secret});
  };
  EXPECT_TRUE(is_doubtful_from("2027-01-02"));
  EXPECT_FALSE(is_doubtful_from("2027-01-01"));
  EXPECT_FALSE(is_doubtful_from("2026-12-31"));
}

TEST(SharedAccessSignature, IsDoubtfulForNobodysHost) {
  EXPECT_TRUE(is_doubtful("https://example.blob.core.windows.net/i?"));
  EXPECT_TRUE(is_doubtful("http://localhost/devstore/i?"));
}

}  // namespace
}  // namespace patrol
