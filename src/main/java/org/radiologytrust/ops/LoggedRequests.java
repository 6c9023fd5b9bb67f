package org.radiologytrust.ops;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import org.jolokia.server.core.request.BadRequestException;
import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.request.JolokiaExecRequest;
import org.jolokia.server.core.request.JolokiaObjectNameRequest;
import org.jolokia.server.core.request.JolokiaRequest;
import org.jolokia.server.core.request.JolokiaWriteRequest;
import org.jolokia.server.core.request.NotChangedException;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;
import org.jolokia.service.jmx.LocalRequestHandler;
import org.radiologytrust.auth.login.ActionLog;

/**
 * Passes Jolokia's requests to the MBeans, each part of a bulk request separately. Operations are
 * accepted only by POST and for one named MBean. The {@link ActionLog} records every request that
 * may change something.
 */
final class LoggedRequests extends LocalRequestHandler {
  private static final Set<RequestType> READS =
      EnumSet.of(RequestType.READ, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION);

  /** Operations that only read; the console calls them every few seconds. */
  private static final Set<String> READ_OPERATIONS =
      Set.of(
          "list",
          "dumpRoutesAsXml",
          "dumpRoutesStatsAsXml",
          "dumpRouteAsXml",
          "dumpRouteStatsAsXml");

  LoggedRequests() {
    super(1);
  }

  @Override
  public <R extends JolokiaRequest> Object handleRequest(R request, Object previous)
      throws IOException,
          JMException,
          JMRuntimeException,
          NotChangedException,
          BadRequestException,
          EmptyResponseException {
    ActionLog.Outcome outcome = ActionLog.Outcome.FAILED;
    try {
      requireReadOrPostedOperation(request);
      Object result = super.handleRequest(request, previous);
      outcome = ActionLog.Outcome.DONE;
      return result;
    } catch (SecurityException e) {
      outcome = ActionLog.Outcome.REFUSED;
      throw e;
    } finally {
      log(request, outcome);
    }
  }

  /**
   * Browsers send the login with links and images in another site's page, so GET must change
   * nothing. A pattern in the name would call many MBeans at once.
   */
  private static void requireReadOrPostedOperation(JolokiaRequest request) {
    if (READS.contains(request.getType())) {
      return;
    }
    if (!(request instanceof JolokiaExecRequest exec)) {
      throw new SecurityException("Only operations can be called: nothing else changes anything");
    }
    if (exec.getHttpMethod() != HttpMethod.POST) {
      throw new SecurityException("GET only reads: call operations by POST, as application/json");
    }
    if (exec.getObjectName().isPattern()) {
      throw new SecurityException("Name one MBean: a pattern can be read, but not called");
    }
  }

  private static void log(JolokiaRequest request, ActionLog.Outcome outcome) {
    if (READS.contains(request.getType())) {
      return;
    }
    String operation = operation(request);
    boolean reads = READ_OPERATIONS.contains(operation.replaceFirst("(?s)\\(.*", ""));
    if (!reads || outcome == ActionLog.Outcome.REFUSED) {
      ActionLog.log(request.getType().getName(), mbean(request), operation, outcome);
    }
  }

  private static String mbean(JolokiaRequest request) {
    return request instanceof JolokiaObjectNameRequest named ? named.getObjectNameAsString() : "";
  }

  private static String operation(JolokiaRequest request) {
    if (request instanceof JolokiaExecRequest exec) {
      return exec.getOperation();
    }
    return request instanceof JolokiaWriteRequest write ? write.getAttributeName() : "";
  }
}
