package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;

class FhirMessagesTest {
  private final FhirMessages messages = Post.messages(ZoneOffset.UTC);

  private String read(String body) {
    Parsed parsed =
        assertInstanceOf(Parsed.class, messages.read(body.getBytes(StandardCharsets.UTF_8)));
    return parsed.first().text();
  }

  @Test
  void bytesAlone() {
    var bundle = FhirSamples.whole(BundleType.TRANSACTION);
    assertEquals(FhirSamples.TEXT, read(Post.FHIR.newJsonParser().encodeResourceToString(bundle)));
    String xml = Post.FHIR.newXmlParser().encodeResourceToString(bundle);
    assertEquals(FhirSamples.TEXT, read(xml));
    assertEquals(FhirSamples.TEXT, read("\ufeff" + xml));
    assertInstanceOf(Quarantined.class, messages.read(new byte[0]));
    assertInstanceOf(Quarantined.class, messages.read("MSH|".getBytes(StandardCharsets.UTF_8)));
  }
}
