// Company of churned students: who still runs a subscription and sat beside one who is gone
MATCH path = (:Student {churn_flag: true})-[:ATTENDED]->(:Session)
  <-[:ATTENDED]-(:Student {subscription_status: 'active'})
RETURN path
LIMIT 100
