package org.radiologytrust.tls;

import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;

/** Why a handshake was refused, as far as an operator can act on it. */
enum RefusalReason {
  NO_CERTIFICATE("the client presented no certificate"),
  UNKNOWN_CA("the client's certificate is from no CA that we trust"),
  EXPIRED("the client's certificate has expired"),
  NOT_TLS("the client does not speak TLS"),
  OTHER("no common protocol, or the client does not trust our certificate");

  private final String words;

  RefusalReason(String words) {
    this.words = words;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  String words() {
    return words;
  }

  static RefusalReason of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NotSslRecordException) {
        return NOT_TLS;
      }
      if (cause instanceof CertificateExpiredException) {
        return EXPIRED;
      }
      if (cause instanceof CertPathBuilderException) {
        return UNKNOWN_CA;
      }
      // the JDK has no type for it
      if (String.valueOf(cause.getMessage()).contains("Empty client certificate chain")) {
        return NO_CERTIFICATE;
      }
    }
    return OTHER;
  }
}
