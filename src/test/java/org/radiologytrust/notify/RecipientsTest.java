package org.radiologytrust.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.journal.notifications.Notifications;
import org.radiologytrust.settings.Settings;

class RecipientsTest {
  private static Recipients of(String entry) {
    return Recipients.of("rtl.notify.to", entry);
  }

  @Test
  void anEntryIsAddressesAndAWebhook() {
    Recipients both = of("a.b+c@hospital.example https://hook.example/x?y=1  d@e");
    assertEquals(Optional.of(URI.create("https://hook.example/x?y=1")), both.hook());
    assertEquals(List.of("a.b+c@hospital.example", "d@e"), both.addresses());
    assertEquals(List.of(Notifications.WEBHOOK, Notifications.MAIL), both.sinks());
    assertEquals(List.of(Notifications.MAIL), of("a@b.example").sinks());
    assertEquals(List.of(Notifications.WEBHOOK), of("http://127.0.0.1:1").sinks());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada",
        "ada@",
        "@b.example",
        "a@b.example;c@d.example",
        "<a@b.example>",
        "\"a\"@c.example",
        "a@b.example%0ABcc:x@y.example",
        "ftp://hook.example",
        "https://user:password@hook.example/",
        "https://a.example https://b.example"
      })
  @Tag("safety")
  void nothingElseIs(String entry) {
    assertThrows(Settings.Wrong.class, () -> of(entry));
  }
}
