/** A control of the demo catalogue: the documented list with its maxima. */
type DemoControl = { key: string; id: string; name: string; max: number };

/** `max` in points; 0: shown and never in the score. Controls without a published id have an invented one. */
export const CONTROLS = [
  control('mfa', '34a42fb3-e6db-409c-b56b-7b1db6b8aee0', 'Enable MFA', 10),
  control('ports', 'ee84b0a6-1b5f-4d0c-9d41-6f0c0a7f6e12', 'Secure management ports', 8),
  control('updates', '61702b76-1fab-41f2-bcbc-50b7870dcf38', 'Apply system updates', 6),
  control('vulnerabilities', '5c0b7a1d-93e4-4e6f-8a57-2f6d1f0b9c34', 'Remediate vulnerabilities', 6),
  control('configurations', '99fc8df2-e0f5-40f8-9415-a7f7ca948b5a', 'Remediate security configurations', 4),
  control('access', '2d85f639-0bea-4a4a-b6c6-608952a1414a', 'Manage access and permissions', 4),
  control('rest', '8fd574ec-43cf-426e-a439-a67cbaf2d564', 'Enable encryption at rest', 4),
  control('transit', '0e55495e-034f-4abc-8293-767229250176', 'Encrypt data in transit', 4),
  control('network', 'f9d5432b-8f7b-45e9-b90c-e214a30f6a02', 'Restrict unauthorized network access', 4),
  control('adaptive', 'a000c66f-6da2-4f9d-826d-2364347d2588', 'Apply adaptive application control', 3),
  control('ddos', 'a9909064-42b4-4d34-8143-275477afe18b', 'Protect applications against DDoS attacks', 2),
  control('endpoint', '12136bd9-dc24-44f2-9587-7be3af6aac14', 'Enable endpoint protection', 2),
  control('auditing', '27b24961-75ba-4fe4-8909-97286d5dd5ee', 'Enable auditing and logging', 1),
  control('enhanced', '4db8d6cf-075b-4149-a813-da09ca2ae120', 'Enable enhanced security features', 0),
  control('practices', '76763537-9feb-42d3-b4f4-78c01117be80', 'Implement security best practices', 0),
];

function control(key: string, id: string, name: string, max: number): DemoControl {
  return { key, id, name, max };
}
