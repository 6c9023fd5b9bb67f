package org.radiologytrust.ingest.document.read;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Deadline;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.DocumentCopy;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.DocumentPart;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.Reading;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.UnreadableException;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Section;

/**
 * Makes one document of several that are sent as one: the first that can be read, then what only
 * the others say, each under a heading. What cannot be read is named.
 */
final class JoinedDocument {
  private final DocumentLimits limits;
  private final String partName;
  private final Deadline deadline;
  private final Set<Patient> patients = new LinkedHashSet<>();
  private final List<NotAudited> notRead = new ArrayList<>();
  private final List<Document.Line> lines = new ArrayList<>();
  private @Nullable Format format;
  private @Nullable Unreadable unreadable;
  private int length;

  /**
   * @param deadline of all parts together
   * @param partName names a part that cannot be read
   */
  JoinedDocument(DocumentLimits limits, Deadline deadline, String partName) {
    this.limits = limits;
    this.partName = partName;
    this.deadline = deadline;
  }

  /** Adds a document that was read. */
  void add(Document document) {
    patients.addAll(document.patients());
    notRead.addAll(document.notRead());
    if (format == null) {
      format = document.format();
      add(document.lines());
      return;
    }
    List<Document.Line> only = DocumentCopy.onlyIn(document, text());
    if (!only.isEmpty()) {
      String heading = DocumentCopy.heading(document.format());
      add(List.of(new Document.Line(""), new Document.Line(heading).in(Section.OTHER)));
      add(
          only.stream()
              .map(line -> line.section() == null ? line.in(Section.OTHER) : line)
              .toList());
    }
  }

  /** Adds a part, unless the time for all of them is over. */
  void add(DocumentPart part, Supplier<Reading> reader) {
    Reading reading = deadline.isOver() ? new Unreadable(Format.OTHER, Reason.TIME) : reader.get();
    if (reading instanceof Document document) {
      add(document);
    } else if (reading instanceof Unreadable found) {
      patients.addAll(found.patients());
      unreadable = unreadable == null ? found : unreadable;
      notRead.add(part.unread(found.reason()).notRead(partName));
    }
  }

  /** Adds patients whom the documents together name. */
  void about(List<Patient> all) {
    patients.addAll(all);
  }

  /** Adds what was not read of the documents together. */
  void notRead(List<NotAudited> parts) {
    notRead.addAll(parts);
  }

  /**
   * The document; not readable if none of its parts was.
   *
   * @param whole the format of a document without parts
   */
  Reading reading(Format whole) {
    if (format != null) {
      return new Document(format, lines, NotAudited.merged(notRead), new ArrayList<>(patients));
    }
    Unreadable first = unreadable == null ? new Unreadable(whole, Reason.NO_TEXT) : unreadable;
    return new Unreadable(first.format(), first.reason(), new ArrayList<>(patients));
  }

  private void add(List<Document.Line> more) {
    for (Document.Line line : more) {
      lines.add(line);
      length += line.text().length() + 1;
    }
    if (length > limits.maxText()) {
      throw new UnreadableException(Reason.TOO_MUCH_TEXT);
    }
  }

  private String text() {
    return new Document(Format.PLAIN, lines, List.of()).text();
  }
}
