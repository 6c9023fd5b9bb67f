package org.radiologytrust.peers.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.IRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import java.net.URI;
import java.time.Duration;

/** Clients that wait for a busy server. */
public final class FhirClients {
  private static final int PATIENCE = (int) Duration.ofMinutes(5).toMillis();

  private static final IRestfulClientFactory FACTORY = factory();

  private FhirClients() {}

  private static IRestfulClientFactory factory() {
    IRestfulClientFactory factory = FhirContext.forR4().getRestfulClientFactory();
    // nobody needs to ask for the CapabilityStatement first
    factory.setServerValidationMode(ServerValidationModeEnum.NEVER);
    factory.setSocketTimeout(PATIENCE);
    factory.setConnectTimeout(PATIENCE);
    return factory;
  }

  /**
   * A client of a FHIR R4 server.
   *
   * @param server its base URL
   */
  public static IGenericClient of(URI server) {
    return FACTORY.newGenericClient(server.toString());
  }
}
