package org.radiologytrust.peers.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.DispatcherType;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;

/**
 * A FHIR R4 server in memory on a free loopback port: HAPI's plain server with PUT by client ids,
 * If-Match, transactions, search by identifier, and faults on demand. It answers as HAPI's JPA
 * server does; FhirServerIsLikeHapiTest asks both.
 */
public final class FhirServer implements AutoCloseable {
  private static final List<Class<? extends Resource>> TYPES =
      List.of(
          AuditEvent.class,
          Device.class,
          DiagnosticReport.class,
          DocumentReference.class,
          ImagingStudy.class,
          Observation.class,
          Patient.class,
          Provenance.class);

  private final Server jetty;
  private final FhirStore store;
  private final FhirFaultFilter filter = new FhirFaultFilter();

  public FhirServer() {
    this(Enumerations.FHIRVersion._4_0_1);
  }

  /**
   * @param version what the CapabilityStatement says
   */
  public FhirServer(Enumerations.FHIRVersion version) {
    FhirContext context = FhirContext.forR4Cached();
    store = new FhirStore(context);
    RestfulServer fhir = new RestfulServer(context);
    TYPES.forEach(type -> fhir.registerProvider(new FhirProviders.Type<>(type, store)));
    fhir.registerProvider(new FhirProviders.Base(store));
    List<String> names = TYPES.stream().<String>map(Class::getSimpleName).toList();
    fhir.setServerConformanceProvider(new FhirProviders.Capabilities(store, names, version));
    fhir.setDefaultResponseEncoding(EncodingEnum.JSON);
    jetty = new Server(new InetSocketAddress("127.0.0.1", 0));
    ServletContextHandler handler = new ServletContextHandler();
    handler.setContextPath("/");
    handler.addServlet(new ServletHolder(fhir), "/fhir/*");
    handler.addFilter(new FilterHolder(filter), "/fhir/*", EnumSet.of(DispatcherType.REQUEST));
    jetty.setHandler(handler);
    try {
      jetty.start();
    } catch (Exception e) {
      throw new IllegalStateException("the FHIR server does not start", e);
    }
  }

  /** Base URL, without a slash at its end. */
  public URI url() {
    int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    return URI.create("http://127.0.0.1:" + port + "/fhir");
  }

  /** Stores a resource at once, without any check; it must have an id. */
  public FhirServer put(Resource resource) {
    store.put(resource);
    return this;
  }

  /** The newest version. */
  public <T extends Resource> Optional<T> read(Class<T> type, String id) {
    return Optional.ofNullable(store.read(type.getSimpleName(), id)).map(type::cast);
  }

  /** All versions, oldest first. */
  public <T extends Resource> List<T> versions(Class<T> type, String id) {
    return store.versions(type.getSimpleName(), id).stream().map(type::cast).toList();
  }

  /** The newest version of every resource of a type, in order of creation. */
  public <T extends Resource> List<T> all(Class<T> type) {
    return store.all(type.getSimpleName()).stream().map(type::cast).toList();
  }

  /**
   * What every PUT left, in the order in which they were applied; twice the same where a PUT
   * changed nothing.
   */
  public List<Resource> applied() {
    return store.applied();
  }

  /** How many transactions were committed. */
  public int transactions() {
    return store.committed();
  }

  /** Every request, in order of arrival. */
  public List<FhirRequest> requests() {
    return filter.requests();
  }

  /** Bodies of the transactions that came, committed or not. */
  public List<String> transactionBodies() {
    return requests().stream().filter(FhirRequest::isTransaction).map(FhirRequest::body).toList();
  }

  /** Whether a PUT may create; it may unless told otherwise. */
  public FhirServer updateCreate(boolean allowed) {
    store.updateCreate(allowed);
    return this;
  }

  /** The CapabilityStatement says whether a PUT may create. HAPI's never does. */
  public FhirServer stateUpdateCreate() {
    store.stateUpdateCreate();
    return this;
  }

  /**
   * Requires that Authorization header.
   *
   * @param value empty to require none
   */
  public FhirServer requireAuthorization(String value) {
    filter.authorization(value);
    return this;
  }

  /** The next so many transactions go wrong. */
  public FhirServer failTransactions(int times, FhirFault fault) {
    return fail(times, FhirRequest::isTransaction, fault);
  }

  /** The next so many requests that the predicate holds for go wrong. */
  public FhirServer fail(int times, Predicate<FhirRequest> when, FhirFault fault) {
    filter.rule(times, when, fault);
    return this;
  }

  /** No faults from here on. */
  public FhirServer healthy() {
    filter.clear();
    return this;
  }

  /** A transaction handled as if it had come by HTTP. */
  public Bundle transaction(Bundle bundle) {
    return store.transaction(bundle);
  }

  @Override
  public void close() {
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the FHIR server does not stop", e);
    }
  }
}
