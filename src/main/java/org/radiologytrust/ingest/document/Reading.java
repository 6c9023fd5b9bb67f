package org.radiologytrust.ingest.document;

import java.util.List;
import org.radiologytrust.model.Patient;

/** The result of reading a document. */
public sealed interface Reading permits Document, Unreadable {
  /** Whom the document itself names as its patients (in a CDA recordTarget); mostly none. */
  List<Patient> patients();
}
