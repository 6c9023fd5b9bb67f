package org.radiologytrust.presign;

import java.util.Locale;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.model.Texts;
import org.radiologytrust.presign.DraftDesk.Busy;
import org.radiologytrust.presign.DraftDesk.Closed;
import org.radiologytrust.presign.DraftDesk.Refused;
import org.radiologytrust.session.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all doors do alike: read a request, and turn what goes wrong into a status and a sentence.
 */
final class DoorKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(DoorKeeper.class);
  private static final byte[] NOTHING = {};
  private static final int FORBIDDEN = 403;

  /** Says what {@link #isOtherFhir} finds. */
  static final String OTHER_FHIR = "Content-Type: names another fhirVersion; send FHIR 4.0 (R4)";

  /** Answers a request. */
  interface Service {
    /**
     * @throws Refused if the request cannot be served as it is
     * @throws Busy if it cannot be served now
     */
    Answer answer() throws Busy, Refused;
  }

  /** Says in the form of the door what went wrong. */
  interface Failure {
    /**
     * @param status of HTTP
     * @param message one sentence, without a word of the request
     */
    Answer answer(int status, String message);
  }

  private DoorKeeper() {}

  /**
   * Never throws.
   *
   * @param desk where the service has something checked
   */
  static Answer serve(DraftDesk desk, Service service, int refused, Failure failure) {
    try {
      // before a byte of the request is read
      desk.requireOpen();
      return service.answer();
    } catch (Closed e) {
      return failure.answer(FORBIDDEN, e.getMessage());
    } catch (Refused e) {
      return failure.answer(refused, e.getMessage());
    } catch (Busy e) {
      return failure.answer(503, e.getMessage());
    } catch (JournalException e) {
      // only this message: that of its cause may quote a value
      LOG.error("A report that is still open could not be checked: {}", e.getMessage());
      return failure.answer(503, "the report cannot be checked now: send it again");
    } catch (RuntimeException e) {
      // its message may quote the report
      LOG.error("A report that is still open could not be checked: {}", e.getClass().getName());
      return failure.answer(500, "an error of this server: see its log");
    } finally {
      JsonBuffers.wipe();
    }
  }

  /** The user who is logged in. */
  static Caller caller(Message request) {
    return Caller.of(request.getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER));
  }

  static byte[] body(Message request) {
    byte[] body = request.getBody(byte[].class);
    return body == null ? NOTHING : body;
  }

  /** A header without white space around it; empty if there is none. */
  static String header(Message request, String name) {
    return name.isEmpty() ? "" : Texts.orEmpty(request.getHeader(name, String.class)).strip();
  }

  /** Whether it says that the body is of another version of FHIR than ours. */
  static boolean isOtherFhir(Message request) {
    return !MediaType.of(header(request, "Content-Type")).isR4();
  }

  /** In lower case and without parameters; empty if there is none. */
  static String contentType(Message request) {
    return header(request, "Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
