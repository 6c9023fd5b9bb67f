package org.radiologytrust.operate;

import java.util.List;
import org.apache.camel.Exchange;
import org.radiologytrust.auth.login.ActionLog;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SearchBusyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's API below {@code /api}. The guard has let in operators alone. Answers are JSON,
 * but for the bytes of a message. An unknown parameter is an error.
 */
public final class OperatorApi {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorApi.class);

  private final List<ApiEndpoint> endpoints;

  OperatorApi(List<ApiEndpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  /** The route's bean method. Replaces the request in the exchange's message by the answer. */
  public void handle(Exchange exchange) {
    answer(ApiRequest.of(exchange.getMessage())).replace(exchange.getMessage());
  }

  private ApiReply answer(ApiRequest request) {
    try (ActionLog by = ActionLog.by(request.user())) {
      return request.method().equals("POST") ? logged(request) : routed(request);
    } catch (OperationRefused e) {
      return ApiReply.error(status(e.kind()), e.getMessage());
    } catch (SearchBusyException e) {
      return ApiReply.error(
          503,
          e.why() == SearchBusyException.Cause.TOO_SLOW
              ? "the search took too long: give more conditions, such as since and until"
              : "too many searches at the same time; try again");
    } catch (JournalException e) {
      // only this message: that of its cause may quote a value
      LOG.error("A request of an operator failed: {}", e.getMessage());
      return ApiReply.error(503, e.getMessage());
    } catch (RuntimeException e) {
      // its message may quote a message
      LOG.error("A request of an operator failed: {}", e.getClass().getName());
      return ApiReply.error(500, "an error of this server: see the log");
    }
  }

  private static int status(OperationRefused.Kind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case UNKNOWN -> 404;
      case CONFLICT -> 409;
      case UNSUPPORTED -> 415;
    };
  }

  /** Logs every attempt to change something, also one that fails. */
  private ApiReply logged(ApiRequest request) {
    ActionLog.Outcome outcome = ActionLog.Outcome.FAILED;
    try {
      ApiReply reply = routed(request);
      outcome = ActionLog.Outcome.DONE;
      return reply;
    } finally {
      ActionLog.log("api", "", request.operation(), outcome);
    }
  }

  private ApiReply routed(ApiRequest request) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.takes(request))
        .findFirst()
        .orElseThrow(
            () -> OperationRefused.unknown("there is nothing at this address: see docs/operate.md"))
        .answer(request);
  }
}
