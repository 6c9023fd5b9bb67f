package org.radiologytrust.journal.inbox;

import java.util.List;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Report;

/**
 * What an operator may know of a message and look for: the accession numbers and the identifiers of
 * the patient that its bytes name. Of a refused message, those that could still be read.
 */
public record SearchKeys(List<String> accessions, List<String> patientIdentifiers) {
  public static final SearchKeys NONE = new SearchKeys(List.of(), List.of());

  public SearchKeys {
    accessions = List.copyOf(accessions);
    patientIdentifiers = List.copyOf(patientIdentifiers);
  }

  static SearchKeys of(List<Report> reports) {
    return new SearchKeys(
        reports.stream().flatMap(r -> r.order().accessionNumbers().stream()).toList(),
        reports.stream()
            .flatMap(r -> r.patient().identifiers().stream())
            .map(Identifier::value)
            .toList());
  }

  /** Withholds the identifiers, which are patient data. */
  @Override
  public String toString() {
    return "SearchKeys[withheld]";
  }
}
