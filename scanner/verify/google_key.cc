#include "scanner/verify/google_key.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "scanner/core/ascii.h"
#include "scanner/core/percent.h"
#include "scanner/verify/answer_fields.h"

namespace patrol {
namespace {

constexpr const char* kHost = "www.googleapis.com";
constexpr const char* kCertificates = "/robot/v1/metadata/x509/";

bool is_key_id(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_alnum);
}

class GoogleKeyInquiry final : public Inquiry {
 public:
  explicit GoogleKeyInquiry(const Subject& subject)
      : account_(fact_of(subject, "account")),
        key_id_(fact_of(subject, "key id")) {}

  Step next(const HttpOutcome* last) override {
    if (last) return verdict(*last);
    if (account_.empty() || !is_key_id(key_id_)) {
      return unknown("the file does not say which account and key it is");
    }
    return HttpRequest{.host = kHost,
                       .path = kCertificates + percent_encoded(account_)};
  }

 private:
  Verification verdict(const HttpOutcome& outcome) const {
    if (!outcome.answer) return unknown(outcome.failure);
    const HttpAnswer& answer = *outcome.answer;
    if (answer.status != 200) {
      return unknown("HTTP " + std::to_string(answer.status));
    }
    if (!answer_field(answer, "/" + key_id_).empty()) {
      return {.status = LiveStatus::kLive,
              .detail = "Google lists the key",
              .account = account_};
    }
    const bool is_list =
        answer.body.find("BEGIN CERTIFICATE") != std::string::npos;
    if (!is_list) return unknown("HTTP 200 without a list of keys");
    return {.status = LiveStatus::kDead,
            .detail = "Google lists other keys of the account, and not this"};
  }

  const std::string account_;
  const std::string key_id_;
};

}  // namespace

std::unique_ptr<Inquiry> google_key_inquiry(const Subject& subject) {
  return std::make_unique<GoogleKeyInquiry>(subject);
}

}  // namespace patrol
