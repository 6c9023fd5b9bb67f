package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.radiologytrust.llm.ModelSettings;
import org.radiologytrust.settings.Settings;

class AuditSettingsTest {
  private static Set<String> untrusted(Map<String, String> own) {
    Settings settings = Settings.load(null, Map.of(), own);
    return AuditSettings.of(settings, ModelSettings.of(settings, Optional.empty()), false)
        .untrusted();
  }

  @Test
  void noModelIsTrustedForCtAndMrUntilTheSiteSaysSo() {
    assertEquals(Set.of("CT", "MR"), untrusted(Map.of()));
    assertEquals(Set.of("MR"), untrusted(Map.of("rtl.audit.untrusted-modalities", "mr")));
    assertEquals(Set.of(), untrusted(Map.of("rtl.audit.untrusted-modalities", "")));
  }
}
