/** Receivers of HL7 messages, by other people's libraries. */
package org.radiologytrust.peers.hl7;
