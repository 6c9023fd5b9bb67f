package org.radiologytrust.ingest.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.tls.TlsFeature;
import org.radiologytrust.tls.TlsSettings;

class KafkaSettingsTest {
  private static Settings settings(Map<String, String> more) {
    Map<String, String> all = new HashMap<>();
    more.forEach((k, v) -> all.put("rtl.kafka." + k, v));
    return Settings.load(null, Map.of(), all);
  }

  private static Optional<KafkaSettings> of(Settings settings) {
    return KafkaSettings.of(settings, new TlsFeature(TlsSettings.of(settings), false).kafka());
  }

  @Test
  void nothingIsReadOrWrittenUnlessSet() {
    assertTrue(of(settings(Map.of())).isEmpty());
  }

  @Test
  void oneDirectionIsEnough() {
    KafkaSettings in =
        of(settings(Map.of("brokers", "a:1, [::1]:2", "reports", "r"))).orElseThrow();
    assertTrue(in.reads());
    assertFalse(in.writes());
  }

  @ParameterizedTest
  @CsvSource({
    "reports, r, rtl.kafka.brokers",
    "audits, a, rtl.kafka.brokers",
    "brokers, a:1, rtl.kafka.reports",
    "brokers, a:1; reports=r; audits=r, rtl.kafka.audits",
    "brokers, a; reports=r, rtl.kafka.brokers",
    "brokers, user:secret@a:1; reports=r, rtl.kafka.brokers",
    "brokers, http://a:1; reports=r, rtl.kafka.brokers",
    "brokers, a:1; reports=r?brokers=b, rtl.kafka.reports",
    "brokers, a:1; reports=r; group=, rtl.kafka.group",
    "brokers, a:1; reports=r; max-record=1, rtl.kafka.max-record",
    "brokers, a:1; reports=r; security=TLS, rtl.kafka.security",
    "brokers, a:1; reports=r; security=SASL_SSL, rtl.kafka.user",
    "brokers, a:1; reports=r; security=SASL_SSL; user=u, rtl.kafka.password",
    "brokers, a:1; reports=r; user=u, rtl.kafka.security",
    "brokers, a:1; reports=r; trusted=no.pem, rtl.kafka.security",
    "brokers, a:1; reports=r; trusted=no.pem; security=SSL, no.pem",
    "brokers, a:1; reports=r; certificate=c.pem; key=k.pem, rtl.kafka.security",
    "brokers, a:1; reports=r; certificate=c.pem; security=SSL, rtl.kafka.key",
    "brokers, a:1; reports=r; key=k.pem; security=SASL_SSL, rtl.kafka.certificate",
    "brokers, a:1; reports=r; certificate=c.pem; key=k.pem; security=SSL, c.pem",
    "brokers, a:1; reports=r; security=SASL_SSL; user=u; password=p; mechanism=GSSAPI, mechanism",
  })
  void whatCannotWorkIsNamedInOneLine(String first, String rest, String named) {
    Map<String, String> all = new HashMap<>();
    for (String pair : (first + "=" + rest).split(";")) {
      String[] parts = pair.strip().split("=", 2);
      all.put(parts[0], parts[1]);
    }
    Settings wrong = settings(all);
    String message = assertThrows(Settings.Wrong.class, () -> of(wrong)).getMessage();
    assertTrue(message.contains(named), message);
    assertEquals(1, message.lines().count());
    assertFalse(message.contains("secret"), message);
  }
}
