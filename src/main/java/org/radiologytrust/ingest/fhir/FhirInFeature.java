package org.radiologytrust.ingest.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.Explanation;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.SentAnswer;

/** Receives reports by FHIR. */
public final class FhirInFeature implements Feature {
  private final FhirInSettings settings;
  private final FhirContext context;
  private final FhirMessages messages;
  private @Nullable FhirInbox inbox;

  public FhirInFeature(
      FhirInSettings settings, FhirContext context, SiteFiles files, Documents documents) {
    this.settings = settings;
    this.context = context;
    this.messages = settings.messages(context, files, documents);
  }

  @Override
  public void bind(Host host) {
    inbox =
        new FhirInbox(
            context,
            host.journal().inbox(),
            settings.site().name(),
            messages,
            host.journal().clock().wall(),
            settings.maxBytes());
    host.bind("fhirInbox", inbox);
  }

  /**
   * Reads a report that is still open, and stores nothing.
   *
   * @param contentType of the request
   */
  public Inbox.Disposition draft(byte[] body, String contentType) {
    return messages.draft(body, MediaType.of(contentType));
  }

  /** See {@link FhirInbox#store}. */
  public Inbox.Receipt store(byte[] body, String type, String place) {
    return bound().store(body, type, place);
  }

  /** See {@link FhirInbox#incoming}. */
  public Inbox.Incoming incoming(byte[] body) {
    return bound().incoming(body);
  }

  /** See {@link FhirInbox#explain}. */
  public List<Explanation> explain(byte[] body) {
    return bound().explain(body);
  }

  /** See {@link FhirInbox#answer}. */
  public SentAnswer answer(byte[] reply) {
    return FhirInbox.answer(reply);
  }

  private FhirInbox bound() {
    return Objects.requireNonNull(inbox, "bind was not called");
  }
}
