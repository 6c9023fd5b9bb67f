package org.radiologytrust.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A short run of {@link Mutations}; {@code ./test mutate --count 100000} is the long one. */
@Tag("safety")
@Tag("long")
class MutationsTest {
  /** The fates show that the changes are neither harmless nor ruinous. */
  @ParameterizedTest
  @CsvSource({
    "hl7, parsed ignored duplicate quarantined",
    "fhir, parsed quarantined",
    "cda, read refused",
    "rtf, read named refused",
    "pdf, read named refused"
  })
  void eachMessageHasOneHonestFate(String kind, String fates) throws IOException {
    // some fates of a message are rare
    Mutations.Outcome outcome = Mutations.run(kind, kind.equals("hl7") ? 1000 : 200, 1);
    assertEquals(List.of(), outcome.complaints());
    for (String fate : fates.split(" ")) {
      assertTrue(outcome.fates().getOrDefault(fate, 0) > 20, outcome.fates() + "");
    }
  }
}
