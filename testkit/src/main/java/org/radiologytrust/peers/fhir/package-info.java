/** FHIR servers for the tests: one in this JVM that can be told to fail, and HAPI's. */
@NullMarked
package org.radiologytrust.peers.fhir;

import org.jspecify.annotations.NullMarked;
