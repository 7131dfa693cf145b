// Whose is an AWS secret access key? sts:GetCallerIdentity needs no permission,
// changes nothing and answers every key that works. The request is signed
// (Signature Version 4), so the secret itself is not sent.
//
//   200                        live: the account and the ARN
//   403 InvalidClientTokenId   dead: no such key id
//   403 ExpiredToken           dead
//   403 SignatureDoesNotMatch  unknown: this id and this secret are no pair,
//                              which is as often patrol's mistake
//
// The key id is the companion that stands beside the secret; of several each is
// tried. Source: AWS, "Signature Version 4 signing process".
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "scanner/verify/inquiry.h"

namespace patrol {

// The arguments must outlive it.
std::unique_ptr<Inquiry> aws_identity_inquiry(const Subject& subject,
                                              const RuleSet& rules);

// The header Authorization of the request, for tests. `time`:
// "20150830T123600Z".
struct AwsRequest {
  std::string_view key_id;
  std::string_view secret;
  std::string_view time;
  std::string_view host;
  std::string_view region;
  std::string_view service;
  std::string_view body;
};
std::string aws_authorization(const AwsRequest& request);

}  // namespace patrol
